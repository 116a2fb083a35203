import type { RouteRecordRaw } from "vue-router";

export const routes: readonly RouteRecordRaw[] = [
  {
    path: "/settings/journeys",
    component: () => import("./JourneysPage.vue"),
    meta: {
      title: "journeys.menu",
      menu: { label: "journeys.menu", icon: "i-lucide-route", capability: "journeys.run", order: 30 },
    },
  },
  {
    path: "/settings/journeys/:name",
    component: () => import("./JourneyPage.vue"),
    meta: { title: "journeys.menu" },
  },
  {
    path: "/settings/templates",
    component: () => import("./TemplatesPage.vue"),
    meta: {
      title: "journeys.templates",
      menu: { label: "journeys.templates", icon: "i-lucide-mail", capability: "journeys.run", order: 40 },
    },
  },
  {
    path: "/settings/templates/:name",
    component: () => import("./TemplatePage.vue"),
    meta: { title: "journeys.templates" },
  },
];
