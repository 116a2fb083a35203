import { afterAll, beforeAll, expect, it } from "vitest";
import { fullPath, isPublic, type Route } from "#functions/http/route.ts";
import { httpRouteOf, httpRoutes } from "#infra/http-routes.ts";
import { publicRoutes } from "#infra/topology.ts";
import { comparable, startApi, type ApiUnderTest, type Client, type Seen } from "./api-under-test.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it("reaches every route at the function that has it, as the topology says", () => {
  const addressOf = (route: Route) => fullPath(route).replaceAll(/\{\w+\}/g, "one");
  const reached = api.routes.map((route) => ({
    route: `${route.method} ${fullPath(route)}`,
    function: httpRouteOf(addressOf(route))?.function,
  }));
  expect(reached).toEqual(
    api.routes.map((route) => ({ route: `${route.method} ${fullPath(route)}`, function: route.function })),
  );
  const used = new Set(api.routes.map((route) => httpRouteOf(addressOf(route))));
  expect(httpRoutes.filter((one) => one.methods === undefined && !used.has(one))).toEqual([]);
});

it("has every route say who may use it; only what the topology lists is public", () => {
  const routes = api.routes;
  expect(routes.length).toBeGreaterThan(20);
  const open = routes.filter(isPublic);
  const listed = new Set(
    publicRoutes.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`)),
  );
  expect(open.filter((one) => !listed.has(`${one.method} ${one.path}`))).toEqual([]);
  const names = routes.map((one) => `${one.method} ${one.path}`);
  expect(new Set(names).size).toBe(names.length);
});

it("answers nothing below the API without a token of an active person, whatever the address or method", async () => {
  const routes = api.routes.filter((one) => !isPublic(one));
  for (const client of [
    api.as(),
    api.as("gone@acme"),
    api.as("stranger@acme"),
    api.as("admin@nowhere"),
    api.as("boss@acme"),
  ]) {
    for (const route of routes) expect((await walk(client, route)).status, route.path).toBe(401);
  }
  for (const target of ["/api/v1/no/such", "/api/v1/me?/healthz", "/api/v1//healthz", "/api/v2/me"]) {
    expect((await api.as().get(target)).status, target).toBe(401);
  }
});

it("lets a person without roles see no object, no metadata of it and no administration", async () => {
  const nobody = api.as("nobody@acme");
  expect((await nobody.get("/me")).body.objects).toEqual({});
  expect(comparable(await nobody.get("/objects/deal/schema"))).toEqual(
    comparable(await nobody.get("/objects/ghost/schema")),
  );
  for (const route of api.routes) {
    if (isPublic(route) || route.access === "member") continue;
    expect((await walk(nobody, route)).status, route.path).toBe(403);
  }
});

/** Calls a route with ids that mean nothing. */
function walk(client: Client, route: Route): Promise<Seen> {
  const target = route.path.replace("{object}", "deal").replaceAll(/\{\w+\}/g, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  return client.send(route.method, target, route.describe.body ? { body: {} } : {});
}
