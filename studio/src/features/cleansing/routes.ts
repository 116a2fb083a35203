import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/r/:object/duplicates",
    component: () => import("./DuplicatesPage.vue"),
    meta: { title: "cleansing.menu" },
  },
  {
    path: "/settings/duplicate-rules",
    component: () => import("./DuplicateRulesPage.vue"),
    meta: {
      title: "cleansing.rulesMenu",
      menu: { label: "cleansing.rulesMenu", icon: "i-lucide-copy", capability: "metadata.manage", order: 19 },
    },
  },
  {
    path: "/settings/duplicate-rules/:name",
    component: () => import("./DuplicateRulePage.vue"),
    meta: { title: "cleansing.rulesMenu" },
  },
];
