import type { AdminContext } from "../context.ts";
import { publishedLimits } from "../published-limits.ts";
import { ok, type RouteTable } from "../route.ts";
import { closed, localizedText, nullable } from "../schemas.ts";

const limitSchema = closed(
  {
    name: { type: "string" },
    value: { type: "integer", minimum: 1 },
    unit: { enum: ["items", "bytes", "characters", "levels"] },
    label: localizedText,
    per: localizedText,
    refusal: nullable(closed({ status: { type: "integer" }, code: { type: "string" } }, ["status", "code"])),
  },
  ["name", "value", "unit", "label", "per", "refusal"],
);

/** The bounds of the product, each with what is answered one above it. */
export function addLimitRoutes(table: RouteTable, _context: AdminContext): void {
  table.add({
    method: "GET",
    path: "/limits",
    access: "member",
    describe: {
      summary: { "zh-CN": "所有上限", en: "Every limit" },
      tag: "platform",
      answer: closed({ items: { type: "array", items: limitSchema } }, ["items"]),
    },
    handle: () => Promise.resolve(ok({ items: publishedLimits })),
  });
}
