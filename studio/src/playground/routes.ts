import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  { path: "/playground", component: () => import("./PlaygroundPage.vue"), meta: { public: true } },
];
