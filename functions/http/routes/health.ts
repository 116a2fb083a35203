import type { ApiContext } from "../context.ts";
import { ok, type RouteTable } from "../route.ts";

/** Whether the service is up. */
export function addHealthRoutes(table: RouteTable, context: ApiContext): void {
  table.add({
    method: "GET",
    path: "/healthz",
    access: "public",
    perMinute: 600,
    describe: {
      summary: { "zh-CN": "服务是否就绪", en: "Whether the service is ready" },
      tag: "platform",
      answer: {
        type: "object",
        properties: { status: { const: "ok" }, version: { type: "string" } },
        required: ["status", "version"],
      },
    },
    handle: () => Promise.resolve(ok({ status: "ok", version: context.productVersion })),
  });
}
