import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  { path: "/auth/callback", component: () => import("./CallbackPage.vue"), meta: { public: true } },
  { path: "/auth/silent", component: () => import("./CallbackPage.vue"), meta: { public: true } },
];
