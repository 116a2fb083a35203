import type { AdminContext } from "../context.ts";
import { businessRoutes } from "../business-routes.ts";
import { collectRoutes } from "../collect-routes.ts";
import { openApiDocument } from "../openapi.ts";
import { ok, type RouteTable } from "../route.ts";
import { closed, dictionaryOf } from "../schemas.ts";

/** The description of the whole interface, whichever function answers. */
export function addOpenApiRoutes(table: RouteTable, context: AdminContext): void {
  table.add({
    method: "GET",
    path: "/openapi.json",
    access: "member",
    describe: {
      summary: { "zh-CN": "本接口的 OpenAPI 3.1 描述", en: "OpenAPI 3.1 description of this interface" },
      tag: "platform",
      answer: openApiAnswer,
    },
    handle({ caller, locale }) {
      const routes = [...collectRoutes(businessRoutes, context), ...table.routes];
      return Promise.resolve(ok(openApiDocument(caller, routes, locale)));
    },
  });
}

const part = { type: "object", additionalProperties: true };
const parts = { type: "array", items: part };
const openApiAnswer = closed(
  {
    openapi: { const: "3.1.0" },
    ...{ info: part, servers: parts, tags: parts, security: parts, components: part },
    paths: dictionaryOf(part),
  },
  ["openapi", "info", "servers", "tags", "security", "paths", "components"],
);
