import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/apps",
    component: () => import("./AppsPage.vue"),
    meta: {
      title: "apps.menu",
      menu: { label: "apps.menu", icon: "i-lucide-layout-grid", capability: "metadata.manage", order: 16 },
    },
  },
  {
    path: "/settings/apps/:name",
    component: () => import("./AppPage.vue"),
    meta: { title: "apps.menu" },
  },
];
