import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/rules",
    component: () => import("./RulesPage.vue"),
    meta: {
      title: "rules.menu",
      menu: { label: "rules.menu", icon: "i-lucide-badge-check", capability: "metadata.manage", order: 18 },
    },
  },
  {
    path: "/settings/rules/:name",
    component: () => import("./RulePage.vue"),
    meta: { title: "rules.menu" },
  },
];
