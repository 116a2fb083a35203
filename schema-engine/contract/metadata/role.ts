import {
  apiName,
  bool,
  dictionaryOf,
  elementId,
  listOf,
  localizedText,
  objectOf,
  oneOf,
  optional,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

/** Things a role may do that are not about one object. */
export const capabilities = [
  "metadata.manage",
  "journeys.run",
  "imports.run",
  "exports.run",
  "runs.read",
  "users.manage",
] as const;
export type Capability = (typeof capabilities)[number];

const objectPermission = objectOf({
  create: optional(bool()),
  read: optional(bool()),
  update: optional(bool()),
  delete: optional(bool()),
  /** Which records: own, those of people in the same team, or all. Default own. */
  scope: optional(oneOf(["own", "team", "all"])),
  /** By field API name, `*` for the rest. Default `write`. `reveal` is `write`, and to see the clear value of a sealed field. */
  fields: optional(dictionaryOf(oneOf(["none", "read", "write", "reveal"]))),
});

const role = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  capabilities: optional(listOf(oneOf(capabilities), { uniqueItems: true })),
  /** By object API name, `*` for every object not named. What is not granted is denied. */
  objects: dictionaryOf(objectPermission),
});

export type ObjectPermission = Static<typeof objectPermission>;
export type RoleDefinition = Static<typeof role>;

export const roleKind = defineMetadataKind<RoleDefinition>({
  kind: "role",
  label: { "zh-CN": "角色", en: "Role" },
  schema: role,
  elementLists: [],
  check: () => [],
  references: (body) =>
    Object.entries(body.objects)
      .filter(([object]) => object !== "*")
      .flatMap(([object, permission]) => [
        { kind: "object", target: object, pointer: `/objects/${object}` },
        ...Object.keys(permission.fields ?? {})
          .filter((name) => name !== "*")
          .map((name) => ({
            kind: "field",
            target: `${object}.${name}`,
            pointer: `/objects/${object}/fields/${name}`,
          })),
      ]),
});
