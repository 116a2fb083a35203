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
  {
    path: "/settings/option-sets",
    component: () => import("./OptionSetsPage.vue"),
    meta: {
      title: "designer.optionSets",
      menu: {
        label: "designer.optionSets",
        icon: "i-lucide-list",
        capability: "metadata.manage",
        order: 12,
      },
    },
  },
  {
    path: "/settings/option-sets/:name",
    component: () => import("./OptionSetPage.vue"),
    meta: { title: "designer.optionSets" },
  },
];
