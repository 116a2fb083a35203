import type { Route, RouteTable } from "./route.ts";

/** A route file: puts its routes into the table. */
export type AddRoutes<Context> = (table: RouteTable, context: Context) => void;

/** The routes of the files, in their order. */
export function collectRoutes<Context>(
  files: readonly AddRoutes<Context>[],
  context: Context,
): readonly Route[] {
  const routes: Route[] = [];
  const table = { routes, add: (route: Route) => void routes.push(route) };
  for (const addRoutes of files) addRoutes(table, context);
  return routes;
}
