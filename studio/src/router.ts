import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from "vue-router";
import { ensureSignedIn } from "./api/session.ts";

/** An entry of the settings menu, made by a feature's own routes. */
export interface MenuEntry {
  /** Key of the text, for example `designer.menu`. */
  readonly label: string;
  /** Icon as `i-lucide-…`. */
  readonly icon: string;
  /** Capability of the caller without which the entry is not shown. */
  readonly capability: string;
  /** Place in the menu, ascending. */
  readonly order: number;
}

declare module "vue-router" {
  interface RouteMeta {
    /** Reachable without signing in, and drawn without the shell. */
    public?: boolean;
    /** Entry of the settings menu that leads here. */
    menu?: MenuEntry;
    /** Key of the page's title. */
    title?: string;
  }
}

/** Every feature's `routes.ts` exports `routes`; a new feature folder needs no line here. */
const features = import.meta.glob<readonly RouteRecordRaw[]>(
  ["./features/*/routes.ts", "./playground/routes.ts"],
  {
    eager: true,
    import: "routes",
  },
);

/** Routes of all features; pages are loaded when they are first visited. */
export const featureRoutes: readonly RouteRecordRaw[] = Object.values(features).flat();

/** Where someone goes in the settings menu, in order, for the capabilities they have. */
export function menuFor(capabilities: readonly string[]): readonly (MenuEntry & { readonly to: string })[] {
  return featureRoutes
    .flatMap((route) => (route.meta?.menu ? [{ ...route.meta.menu, to: route.path }] : []))
    .filter((entry) => capabilities.includes(entry.capability))
    .sort((a, b) => a.order - b.order);
}

/** The studio's router: a page that is not public waits until the person is signed in. */
export function createStudioRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      ...featureRoutes,
      {
        path: "/:rest(.*)*",
        component: () => import("./features/shell/NotFoundPage.vue"),
      },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach(async (to) => (to.meta.public === true ? true : ensureSignedIn(to.fullPath)));
  return router;
}
