import { functions, type FunctionName, type HttpMethod } from "./topology.ts";

/** A route of the HTTP API. */
export interface HttpRoute {
  /** Who answers. */
  readonly function: FunctionName;
  /** `{name}` is one segment, `{name+}` the rest of the path. */
  readonly path: string;
  /** Absent: any, and a token is needed. */
  readonly methods?: readonly HttpMethod[];
}

/** Every route of the topology, the most specific first: literals before parameters before the rest of a path. */
export const httpRoutes: readonly HttpRoute[] = functions
  .flatMap(({ name, trigger }): readonly HttpRoute[] => {
    if (trigger.kind !== "http") return [];
    const { paths, publicRoutes } = trigger;
    return [
      ...paths.map((path) => ({ function: name, path })),
      ...publicRoutes.map((route) => ({ function: name, ...route })),
    ];
  })
  .toSorted((one, other) => specificity(other.path) - specificity(one.path));

const patterns = httpRoutes.map((route) => ({ route, pattern: routePattern(route.path) }));

/** The route that API Gateway would choose for a path; the laptop's gateway and the tests choose by this. */
export function httpRouteOf(path: string): HttpRoute | undefined {
  return patterns.find(({ pattern }) => pattern.test(path))?.route;
}

function specificity(path: string): number {
  const literal = path.replace(/\{\w+\+?\}/g, "").length;
  return path.includes("+}") ? literal : literal + (path.includes("{") ? 1_000 : 1_000_000);
}

function routePattern(path: string): RegExp {
  const escaped = path.replace(/[.]/g, "\\.");
  return new RegExp(`^${escaped.replace(/\{\w+\+\}/g, ".+").replace(/\{\w+\}/g, "[^/]+")}$`);
}
