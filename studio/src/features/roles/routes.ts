import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/roles",
    component: () => import("./RolesPage.vue"),
    meta: {
      title: "roles.menu",
      menu: { label: "roles.menu", icon: "i-lucide-shield-check", capability: "metadata.manage", order: 60 },
    },
  },
  {
    path: "/settings/roles/:name",
    component: () => import("./RolePage.vue"),
    meta: { title: "roles.menu" },
  },
];
