import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/objects",
    component: () => import("./ObjectsPage.vue"),
    meta: {
      title: "designer.menu",
      menu: { label: "designer.menu", icon: "i-lucide-shapes", capability: "metadata.manage", order: 10 },
    },
  },
  {
    path: "/settings/objects/:name",
    component: () => import("./ObjectPage.vue"),
    meta: { title: "designer.menu" },
  },
];
