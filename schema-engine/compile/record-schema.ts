import type { Json, JsonObject, JsonSchema } from "../contract/json.ts";
import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";

/** Schema of an object's values, and the form for them. */
export interface RecordForm {
  /** JSON Schema 2020-12 of `values`; absent values may be left out or be null unless required. */
  readonly schema: JsonSchema;
  /** JSON Forms UI schema: sections of controls in one column. */
  readonly uiSchema: JsonObject;
}

/**
 * Compiles an object to the schema and form of its records, as someone with this access may use it: hidden fields are
 * absent, others that cannot be written are `readOnly`. Annotations for the studio: `x-label`, `x-help`,
 * `x-field-type`, `x-settings`, `x-read-only`, `x-choices`.
 */
export function recordSchema(request: {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly access?: { field(name: string): "none" | "read" | "write" };
}): RecordForm {
  const { object, access } = request;
  const fields = object.fields
    .map((field) => ({ field, level: access?.field(field.apiName) ?? "write" }))
    .filter(({ level }) => level !== "none")
    .map(({ field, level }) => ({ field, readOnly: field.type.computed !== undefined || level !== "write" }));
  const isRequired = ({ field, readOnly }: Shown): boolean =>
    field.definition.required === true && !readOnly && field.defaultValue === undefined;
  return {
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      title: object.definition.label.en,
      "x-label": object.definition.label,
      "x-object": object.apiName,
      properties: Object.fromEntries(fields.map((one) => [one.field.apiName, property(one)])),
      required: fields.filter(isRequired).map((one) => one.field.apiName),
      additionalProperties: false,
    },
    uiSchema: form(fields.map((one) => one.field)),
  };
}

interface Shown {
  readonly field: FieldModel;
  readonly readOnly: boolean;
}

function property({ field, readOnly }: Shown): JsonSchema {
  const { definition, type, settings } = field;
  const value = type.valueSchema(settings);
  const mayBeNull = definition.required !== true || field.defaultValue !== undefined || readOnly;
  const choices = type.choices?.(settings);
  return {
    ...(mayBeNull ? nullable(value) : value),
    title: definition.label.en,
    "x-label": definition.label,
    ...(definition.help ? { description: definition.help.en, "x-help": definition.help } : {}),
    "x-field-type": type.name,
    "x-settings": settings,
    ...(choices ? { "x-choices": choices } : {}),
    ...(definition.required === true ? { "x-required": true } : {}),
    ...(readOnly ? { readOnly: true, "x-read-only": true } : {}),
  };
}

/** The schema that takes null too: by widening its type and enumeration, else by an alternative. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, anyOf, ...rest } = schema;
  const values = schema["enum"];
  const alternatives = Array.isArray(anyOf) ? { anyOf: [...(anyOf as unknown[]), { type: "null" }] } : {};
  if (typeof type !== "string") return { anyOf: [schema, { type: "null" }] };
  return {
    ...rest,
    ...alternatives,
    type: [type, "null"],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

const sectionLabels = {
  main: { "zh-CN": "基本信息", en: "Details" },
  related: { "zh-CN": "关联", en: "Related" },
  long: { "zh-CN": "详细内容", en: "Notes" },
} as const;

function form(fields: readonly FieldModel[]): JsonObject {
  const related = fields.filter((one) => one.type.references !== undefined);
  const long = fields.filter((one) => one.type.storage.class === "long");
  const main = fields.filter((one) => !related.includes(one) && !long.includes(one));
  const sections = Object.entries({ main, related, long }).filter(([, members]) => members.length > 0);
  return {
    type: "VerticalLayout",
    elements: sections.map(([name, members]) => section(name as keyof typeof sectionLabels, members)),
  };
}

function section(name: keyof typeof sectionLabels, fields: readonly FieldModel[]): JsonObject {
  const label: Record<string, string> = { ...sectionLabels[name] };
  return {
    type: "Group",
    label: label["en"] ?? name,
    options: { "x-label": label, name },
    elements: fields.map(control),
  };
}

function control({ apiName, type, settings }: FieldModel): JsonObject {
  const options: Record<string, Json> = {
    ...type.uiOptions?.(settings),
    control: type.name,
    ...(type.storage.class === "long" ? { wide: true } : {}),
  };
  return { type: "Control", scope: `#/properties/${apiName}`, options };
}
