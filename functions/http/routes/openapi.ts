import type { ApiContext } from "../context.ts";
import { openApiDocument } from "../openapi.ts";
import { ok, type RouteTable } from "../route.ts";
import { anyObject } from "../schemas.ts";

/** The description of the interface; it is the last route file, because it describes the others. */
export function addOpenApiRoutes(table: RouteTable, _context: ApiContext): void {
  table.add({
    method: "GET",
    path: "/openapi.json",
    access: "member",
    describe: {
      summary: { "zh-CN": "本接口的 OpenAPI 3.1 描述", en: "OpenAPI 3.1 description of this interface" },
      tag: "platform",
      answer: anyObject,
    },
    handle: ({ caller, locale }) => Promise.resolve(ok(openApiDocument(caller, table.routes, locale))),
  });
}
