import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/views",
    component: () => import("./SharedViewsPage.vue"),
    meta: {
      title: "views.menu",
      menu: {
        label: "views.menu",
        icon: "i-lucide-table-properties",
        capability: "metadata.manage",
        order: 14,
      },
    },
  },
  {
    path: "/settings/views/:name",
    component: () => import("./SharedViewPage.vue"),
    meta: { title: "views.menu" },
  },
];
