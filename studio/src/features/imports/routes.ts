import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/imports",
    component: () => import("./ImportPage.vue"),
    meta: {
      title: "imports.menu",
      menu: { label: "imports.menu", icon: "i-lucide-file-up", capability: "imports.run", order: 50 },
    },
  },
];
