import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/pipelines",
    component: () => import("./PipelinesPage.vue"),
    meta: {
      title: "pipelines.menu",
      menu: {
        label: "pipelines.menu",
        icon: "i-lucide-git-branch",
        capability: "metadata.manage",
        order: 20,
      },
    },
  },
  {
    path: "/settings/pipelines/:name",
    component: () => import("./PipelinePage.vue"),
    meta: { title: "pipelines.menu" },
  },
];
