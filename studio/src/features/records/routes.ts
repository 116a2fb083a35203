import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  { path: "/r/:object", component: () => import("./ListPage.vue") },
  { path: "/r/:object/:id", component: () => import("./RecordPage.vue") },
];
