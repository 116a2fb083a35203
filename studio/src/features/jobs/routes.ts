import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/jobs",
    component: () => import("./JobsPage.vue"),
    meta: {
      title: "jobs.menu",
      menu: { label: "jobs.menu", icon: "i-lucide-list-checks", capability: "metadata.manage", order: 90 },
    },
  },
];
