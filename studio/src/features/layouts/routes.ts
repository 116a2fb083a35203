import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/layouts",
    component: () => import("./LayoutsPage.vue"),
    meta: {
      title: "layouts.menu",
      menu: {
        label: "layouts.menu",
        icon: "i-lucide-layout-template",
        capability: "metadata.manage",
        order: 12,
      },
    },
  },
  {
    path: "/settings/layouts/:name",
    component: () => import("./LayoutPage.vue"),
    meta: { title: "layouts.menu" },
  },
];
