import { limits } from "../limits.ts";
import { invalid, type Problem } from "../problem.ts";
import {
  anyJson,
  apiName,
  bool,
  dictionaryOf,
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
import { normalizationSteps } from "./normalization.ts";
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
  /** What is done to a text before it is checked and stored, whoever sends it; steps that the type has. */
  normalization: optional(listOf(oneOf(normalizationSteps), { maxItems: 4, uniqueItems: true })),
  /** CEL expression evaluated at creation when no value is given. */
  default: optional(expression()),
  /** CEL condition under which a value is required; on every surface. */
  requiredIf: optional(expression()),
  /** CEL condition under which people cannot change the value; on every surface. */
  readOnlyIf: optional(expression()),
  /** CEL condition under which the form shows the field; while it does not hold, the value cannot be entered. */
  visibleIf: optional(expression()),
  settings: optional(anyJson<Readonly<Record<string, unknown>>>({ type: "object" })),
  sensitivity: optional(oneOf(["normal", "personal", "sensitive"])),
  /** Whether changes are kept in the record's history. Default true. */
  history: optional(bool()),
  /**
   * Key of the values in a record, when it is not the id: set by the server when the type changed, so that old values
   * stay untouched until the undo window ends (storage.md §9).
   */
  storedAs: optional(text({ pattern: "^[a-z0-9]{1,20}$" })),
  /** What the values were before the last change of type; set and removed by the server. */
  convertedFrom: optional(
    objectOf({
      storedAs: text({ pattern: "^[a-z0-9]{1,20}$" }),
      type: text({ pattern: "^[a-z][A-Za-z0-9]{0,39}$" }),
      settings: optional(anyJson<Readonly<Record<string, unknown>>>({ type: "object" })),
      /** RFC 3339; old values are kept until then. */
      undoUntil: text({ maxLength: 30 }),
    }),
  ),
});

/** A combination of values that no two records may share; records that lack one of them are not compared. */
const uniqueCombination = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(120),
  /** API names of fields of types that can be unique or have choices. */
  fields: listOf(apiName(), { minItems: 2, maxItems: 5, uniqueItems: true }),
});

/** API name of a field, or of a property that every record has. */
const fieldName = () => text({ pattern: "^[a-z][A-Za-z0-9_]{0,62}$" });

/** An index an administrator asks for, beside those of `indexed` fields: values bound by equality, then an order. */
const compositeIndex = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  /** Names of fields (also `owner`, `createdBy`) that a list is narrowed by to one or a few values; may be empty. */
  equal: listOf(fieldName(), { maxItems: 3, uniqueItems: true }),
  /** Name of the field the entries are ordered by; absent: newest first. */
  sort: optional(fieldName()),
});

/** A sort of records of one object: which stages, options and layout they have. */
const recordType = objectOf({
  id: optional(elementId()),
  /** Option of the object's `recordTypeField` that makes a record one of this sort. */
  option: text({ minLength: 1, maxLength: 60 }),
  /** API name of its pipeline; absent: the object's first. */
  pipeline: optional(apiName()),
  /** API name of its layout; absent: the object's own. */
  layout: optional(apiName()),
  /** By select field: the options offered; fields not named offer all of theirs. */
  options: optional(
    dictionaryOf(listOf(text({ minLength: 1, maxLength: 60 }), { maxItems: limits.options })),
  ),
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
  fields: listOf(field, { minItems: 1, maxItems: limits.fields }),
  uniques: optional(listOf(uniqueCombination, { maxItems: limits.uniqueCombinations })),
  /** Each takes one of the object's index slots. */
  indexes: optional(listOf(compositeIndex, { maxItems: limits.indexes })),
  /** API name of the select field that tells a record's type; needed by `recordTypes`. */
  recordTypeField: optional(apiName()),
  recordTypes: optional(listOf(recordType, { maxItems: limits.recordTypes })),
});

export type FieldDefinition = Static<typeof field>;

/** Properties of a field that hold a CEL condition. */
export const fieldConditionNames = ["requiredIf", "readOnlyIf", "visibleIf"] as const;
export type FieldConditionName = (typeof fieldConditionNames)[number];
export type UniqueCombination = Static<typeof uniqueCombination>;
export type CompositeIndex = Static<typeof compositeIndex>;
export type RecordTypeDefinition = Static<typeof recordType>;
export type ObjectDefinition = Static<typeof object>;

export const objectKind = defineMetadataKind<ObjectDefinition>({
  kind: "object",
  label: { "zh-CN": "对象", en: "Object" },
  schema: object,
  elementLists: ["/fields", "/uniques", "/indexes", "/recordTypes"],
  nestedElements: [{ list: "/fields", within: "/settings/options" }],
  check(body) {
    return [
      ...reserved(body),
      ...duplicateNames("/fields", body.fields),
      ...duplicateNames("/uniques", body.uniques ?? []),
      ...duplicateNames("/indexes", body.indexes ?? []),
      ...recordTypeProblems(body),
      ...(body.fields.some((one) => one.apiName === body.nameField)
        ? []
        : [unknownNameField(body.nameField)]),
    ];
  },
  references: (body): readonly Reference[] => [
    ...uniqueReferences(body),
    ...indexReferences(body),
    ...recordTypeReferences(body),
  ],
});

function recordTypeProblems({ recordTypeField, recordTypes = [] }: ObjectDefinition): readonly Problem[] {
  const without = recordTypes.length > 0 && recordTypeField === undefined ? [noRecordTypeField] : [];
  const seen = new Set<string>();
  return recordTypes.reduce<readonly Problem[]>((problems, { option }, at) => {
    const repeated = seen.has(option);
    seen.add(option);
    return repeated ? [...problems, repeatedRecordType(at, option)] : problems;
  }, without);
}

const noRecordTypeField = invalid("/recordTypeField", "required", {
  "zh-CN": "请选择区分记录类型的单选字段。",
  en: "Choose the select field that tells record types apart.",
});

function repeatedRecordType(at: number, option: string): Problem {
  return invalid(`/recordTypes/${at}/option`, "duplicate_option", {
    "zh-CN": `选项“${option}”已有记录类型。`,
    en: `The option “${option}” has a record type already.`,
  });
}

function uniqueReferences({ apiName: object, uniques }: ObjectDefinition): readonly Reference[] {
  return (uniques ?? []).flatMap((one, at) =>
    one.fields.map((name, which) => ({
      kind: "field",
      target: `${object}.${name}`,
      pointer: `/uniques/${at}/fields/${which}`,
    })),
  );
}

function indexReferences({ apiName: object, indexes }: ObjectDefinition): readonly Reference[] {
  return (indexes ?? []).flatMap(({ equal, sort }, at) => [
    ...equal.map((name, which) => ({
      kind: "field",
      target: `${object}.${name}`,
      pointer: `/indexes/${at}/equal/${which}`,
    })),
    ...(sort === undefined
      ? []
      : [{ kind: "field", target: `${object}.${sort}`, pointer: `/indexes/${at}/sort` }]),
  ]);
}

function recordTypeReferences(body: ObjectDefinition): readonly Reference[] {
  const { apiName: object, recordTypeField: name, recordTypes } = body;
  if (name === undefined) return [];
  return [
    { kind: "field", target: `${object}.${name}`, pointer: "/recordTypeField" },
    ...(recordTypes ?? []).flatMap((one, at) => [
      { kind: "option", target: `${object}.${name}.${one.option}`, pointer: `/recordTypes/${at}/option` },
      ...(one.pipeline === undefined
        ? []
        : [{ kind: "pipeline", target: one.pipeline, pointer: `/recordTypes/${at}/pipeline` }]),
      ...(one.layout === undefined
        ? []
        : [{ kind: "layout", target: one.layout, pointer: `/recordTypes/${at}/layout` }]),
      ...Object.entries(one.options ?? {}).flatMap(([field, values]) =>
        values.map((value, which) => ({
          kind: "option",
          target: `${object}.${field}.${value}`,
          pointer: `/recordTypes/${at}/options/${field}/${which}`,
        })),
      ),
    ]),
  ];
}

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
