import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/workflows",
    component: () => import("./WorkflowsPage.vue"),
    meta: {
      title: "workflows.menu",
      menu: { label: "workflows.menu", icon: "i-lucide-workflow", capability: "runs.read", order: 20 },
    },
  },
  {
    path: "/settings/workflows/:name",
    component: () => import("./WorkflowPage.vue"),
    meta: { title: "workflows.menu" },
  },
  {
    path: "/settings/runs/:id",
    component: () => import("./RunPage.vue"),
    meta: { title: "workflows.run" },
  },
];
