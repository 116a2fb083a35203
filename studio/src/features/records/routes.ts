import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  { path: "/o/:object", component: () => import("./ListPage.vue") },
  { path: "/o/:object/:id", component: () => import("./RecordPage.vue") },
];
