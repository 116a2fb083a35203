import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  { path: "/bin/:object?", component: () => import("./BinPage.vue"), meta: { title: "bin.menu" } },
];
