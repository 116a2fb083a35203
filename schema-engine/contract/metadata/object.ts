import { invalid, type Problem } from "../problem.ts";
import {
  anyJson,
  apiName,
  bool,
  elementId,
  expression,
  listOf,
  localizedText,
  objectOf,
  oneOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind, type Reference } from "./kind.ts";
import { duplicateNames } from "./duplicate-names.ts";
import { isReservedName } from "./reserved-names.ts";

const field = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  /** Name of a registered field type. */
  type: text({ pattern: "^[a-z][A-Za-z0-9]{0,39}$" }),
  label: localizedText(80),
  help: optional(localizedText(500)),
  required: optional(bool()),
  unique: optional(bool()),
  /** Can be filtered and sorted at any size: takes an index slot. */
  indexed: optional(bool()),
  /** Found by the search box. */
  searchable: optional(bool()),
  /** CEL expression evaluated at creation when no value is given. */
  default: optional(expression()),
  settings: optional(anyJson<Readonly<Record<string, unknown>>>({ type: "object" })),
  sensitivity: optional(oneOf(["normal", "personal", "sensitive"])),
  /** Whether changes are kept in the record's history. Default true. */
  history: optional(bool()),
});

const object = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  pluralLabel: localizedText(80),
  description: optional(localizedText(500)),
  /** Lucide icon name without prefix, for example `map-pin`. */
  icon: optional(text({ pattern: "^[a-z0-9-]{1,60}$" })),
  /** API name of the field shown as the record's name; a text or autoNumber field. */
  nameField: apiName(),
  fields: listOf(field, { minItems: 1, maxItems: 500 }),
});

export type FieldDefinition = Static<typeof field>;
export type ObjectDefinition = Static<typeof object>;

export const objectKind = defineMetadataKind<ObjectDefinition>({
  kind: "object",
  label: { "zh-CN": "对象", en: "Object" },
  schema: object,
  elementLists: ["/fields"],
  check(body) {
    return [
      ...reserved(body),
      ...duplicateNames("/fields", body.fields),
      ...(body.fields.some((one) => one.apiName === body.nameField)
        ? []
        : [unknownNameField(body.nameField)]),
    ];
  },
  references: (): readonly Reference[] => [],
});

function reserved(body: ObjectDefinition): readonly Problem[] {
  const named = [
    { name: body.apiName, pointer: "/apiName" },
    ...body.fields.map((one, at) => ({ name: one.apiName, pointer: `/fields/${at}/apiName` })),
  ];
  return named
    .filter(({ name }) => isReservedName(name))
    .map(({ name, pointer }) =>
      invalid(pointer, "reserved_name", {
        "zh-CN": `“${name}”是系统保留的名称，请换一个。`,
        en: `“${name}” is reserved by the system; choose another name.`,
      }),
    );
}

function unknownNameField(name: string): Problem {
  return invalid("/nameField", "unknown_field", {
    "zh-CN": `名称字段“${name}”不在此对象的字段中。`,
    en: `The name field “${name}” is not one of this object's fields.`,
  });
}
