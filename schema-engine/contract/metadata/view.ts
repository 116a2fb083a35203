import {
  anyJson,
  apiName,
  elementId,
  listOf,
  localizedText,
  objectOf,
  oneOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

/** `name`, or `account.name` through a relation, or a system property such as `owner`. */
const fieldPath = () => text({ pattern: "^[a-z][A-Za-z0-9_]*(\\.[a-z][A-Za-z0-9_]*)?$" });

const view = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  object: apiName(),
  /** How the records are laid out: rows, or columns by the pipeline's stages. */
  display: oneOf(["list", "board"]),
  /** A filter of the query language (http-api.md, "Query"). */
  filter: optional(anyJson<Readonly<Record<string, unknown>>>({ type: "object" })),
  sort: optional(
    listOf(objectOf({ field: fieldPath(), direction: oneOf(["asc", "desc"]) }), { maxItems: 3 }),
  ),
  columns: listOf(fieldPath(), { minItems: 1, maxItems: 40 }),
});

export type ViewDefinition = Static<typeof view>;

/** Properties every record has; they are no fields of the object. */
const systemProperties = new Set([
  "id",
  "owner",
  "createdAt",
  "createdBy",
  "updatedAt",
  "updatedBy",
  "version",
]);

export const viewKind = defineMetadataKind<ViewDefinition>({
  kind: "view",
  label: { "zh-CN": "列表视图", en: "List view" },
  schema: view,
  elementLists: [],
  check: () => [],
  references: (body) => [
    { kind: "object", target: body.object, pointer: "/object" },
    ...body.columns.map((path, at) => ({ path, pointer: `/columns/${at}` })).flatMap(mention(body.object)),
    ...(body.sort ?? [])
      .map((one, at) => ({ path: one.field, pointer: `/sort/${at}/field` }))
      .flatMap(mention(body.object)),
    ...filterPaths(body.filter, "/filter").flatMap(mention(body.object)),
  ],
});

function mention(object: string) {
  return ({ path, pointer }: { path: string; pointer: string }) => {
    const name = path.split(".")[0] ?? path;
    return systemProperties.has(name) ? [] : [{ kind: "field", target: `${object}.${name}`, pointer }];
  };
}

function filterPaths(node: unknown, pointer: string): { path: string; pointer: string }[] {
  if (Array.isArray(node)) return node.flatMap((child, at) => filterPaths(child, `${pointer}/${at}`));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) =>
    key === "field" && typeof child === "string"
      ? [{ path: child, pointer: `${pointer}/field` }]
      : ["and", "or", "not"].includes(key)
        ? filterPaths(child, `${pointer}/${key}`)
        : [],
  );
}
