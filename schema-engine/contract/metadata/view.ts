import {
  anyJson,
  apiName,
  bool,
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
  /** How the records are laid out: rows, columns by the pipeline's stages (or `groupField`), or days by `dateField`. */
  display: oneOf(["list", "board", "calendar"]),
  /** API name of the select field whose options are the columns of a board; absent: the pipeline's stage field. */
  groupField: optional(apiName()),
  /** API name of the date or dateTime field that places records in a calendar. */
  dateField: optional(apiName()),
  /** API name of the field at which an entry of the calendar ends; absent: it takes one day or hour. */
  endField: optional(apiName()),
  /** API names of the roles that see it; absent: everyone who may read the object. */
  roles: optional(listOf(apiName(), { minItems: 1, maxItems: 50, uniqueItems: true })),
  /** Shown among the first. Default false. */
  pinned: optional(bool()),
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
  "stageEnteredAt",
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
    ...(["groupField", "dateField", "endField"] as const).flatMap((name) =>
      body[name] === undefined
        ? []
        : [{ kind: "field", target: `${body.object}.${body[name]}`, pointer: `/${name}` }],
    ),
    ...(body.roles ?? []).map((name, at) => ({ kind: "role", target: name, pointer: `/roles/${at}` })),
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
