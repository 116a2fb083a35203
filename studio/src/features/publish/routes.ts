import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/publish",
    component: () => import("./PlanPage.vue"),
    meta: {
      title: "publish.menu",
      menu: {
        label: "publish.menu",
        icon: "i-lucide-cloud-upload",
        capability: "metadata.manage",
        order: 70,
      },
    },
  },
];
