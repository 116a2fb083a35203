import { layoutVariants, objectAccess, recordSchema } from "#engine";
import type { ApiContext } from "../context.ts";
import { etag, matchesNone } from "../preconditions.ts";
import { badParameter, notFound } from "../problems.ts";
import { ok, refused, type RouteTable } from "../route.ts";
import { anyObject, closed } from "../schemas.ts";

/** The form of an object as the caller may use it. */
export function addSchemaRoutes(table: RouteTable, _context: ApiContext): void {
  table.add({
    method: "GET",
    path: "/objects/{object}/schema",
    access: "member",
    describe: {
      summary: { "zh-CN": "记录的 JSON Schema 与表单", en: "JSON Schema of a record, and its form" },
      tag: "metadata",
      query: [
        { name: "recordType", schema: { type: "string", maxLength: 60 } },
        { name: "variant", schema: { enum: layoutVariants } },
      ],
      answer: closed({ schema: anyObject, uiSchema: anyObject }, ["schema", "uiSchema"]),
      other: { 304: {} },
    },
    handle({ caller, parameters, query, header }) {
      const { object: name = "" } = parameters;
      const object = caller.model.objects.get(name);
      const granted = objectAccess(caller.access, name);
      if (!object || !granted.read) return Promise.resolve(refused(notFound));
      const variant = layoutVariants.find((one) => one === (query.get("variant") ?? "record"));
      if (!variant) return Promise.resolve(refused(unknownVariant));
      const tag = etag(caller.model.version);
      if (matchesNone(header("if-none-match"), tag)) {
        return Promise.resolve({ status: 304, headers: { etag: tag } });
      }
      const made = recordSchema({
        model: caller.model,
        object,
        access: granted,
        layout: { roles: caller.user.roles, recordType: query.get("recordType") ?? null, variant },
        sight: {
          readsObject: (one) => objectAccess(caller.access, one).read,
          accessTo: (one) => objectAccess(caller.access, one),
        },
      });
      return Promise.resolve(ok(made, { etag: tag }));
    },
  });
}

const unknownVariant = badParameter("variant", {
  "zh-CN": `须为 ${layoutVariants.join("、")} 之一。`,
  en: `one of ${layoutVariants.join(", ")} is expected.`,
});
