import type { JsonObject, JsonSchema } from "../contract/json.ts";
import { fieldConditionNames, type FieldConditionName } from "../contract/metadata/object.ts";
import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { layoutFor, type LayoutRequest } from "./layout.ts";
import { uiSchemaOf, type LayoutSight } from "./ui-schema.ts";

/** Schema of an object's values, and the form for them. */
export interface RecordForm {
  /** JSON Schema 2020-12 of `values`; absent values may be left out or be null unless required. */
  readonly schema: JsonSchema;
  /** JSON Forms UI schema of the layout chosen for the caller (`ui-schema.ts`). */
  readonly uiSchema: JsonObject;
}

/** The caller's level on each field, by API name. */
export interface RecordSchemaAccess {
  field(name: string): "none" | "read" | "write";
}

/**
 * Compiles an object to the schema and form of its records, as someone with this access may use it: hidden fields are
 * absent, others that cannot be written are `readOnly`. Annotations for the studio: `x-label`, `x-help`,
 * `x-field-type`, `x-settings`, `x-read-only`, `x-choices`; CEL conditions in `x-required-if`, `x-read-only-if` and
 * `x-visible-if`, left out where they read a field that is hidden; of the whole, `x-record-type-field` and
 * `x-record-types`.
 */
export function recordSchema(request: {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly access?: RecordSchemaAccess;
  /** For whom the layout is chosen; absent: the one for everybody. */
  readonly layout?: Pick<LayoutRequest, "roles" | "recordType" | "variant">;
  /** What the caller may see of other objects, for related lists. */
  readonly sight?: Pick<LayoutSight, "readsObject" | "accessTo">;
}): RecordForm {
  const { model, object, access } = request;
  const fields = object.fields
    .map((field) => ({ field, level: access?.field(field.apiName) ?? "write" }))
    .filter(({ level }) => level !== "none")
    .map(({ field, level }) => ({ field, readOnly: field.type.computed !== undefined || level !== "write" }));
  const isRequired = ({ field, readOnly }: Shown): boolean =>
    field.definition.required === true &&
    !readOnly &&
    field.defaultValue === undefined &&
    field.visibleIf === undefined;
  return {
    schema: {
      ...recordTypesIn(object, new Set(fields.map((one) => one.field.apiName))),
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      title: object.definition.label.en,
      "x-label": object.definition.label,
      "x-object": object.apiName,
      properties: Object.fromEntries(
        fields.map((one) => [one.field.apiName, { ...property(one), ...conditions(one.field, access) }]),
      ),
      required: fields.filter(isRequired).map((one) => one.field.apiName),
      additionalProperties: false,
    },
    uiSchema: uiSchemaOf(layoutFor({ model, object, roles: [], ...request.layout }), {
      ...request.sight,
      object,
      access,
    }),
  };
}

interface Shown {
  readonly field: FieldModel;
  readonly readOnly: boolean;
}

function property({ field, readOnly }: Shown): JsonSchema {
  const { definition, type, settings } = field;
  const value = type.valueSchema(settings);
  const mayBeNull =
    definition.required !== true ||
    field.defaultValue !== undefined ||
    field.visibleIf !== undefined ||
    readOnly;
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

/** The conditions the caller may know of; without access, all. */
function conditions(field: FieldModel, access: RecordSchemaAccess | undefined): JsonSchema {
  return Object.fromEntries(
    fieldConditionNames.flatMap((name) => {
      const condition = field[name];
      const isKnown = condition?.dependencies.every((one) => (access?.field(one) ?? "read") !== "none");
      return condition && isKnown ? [[conditionAnnotations[name], condition.source] as const] : [];
    }),
  );
}

const conditionAnnotations: Readonly<Record<FieldConditionName, string>> = {
  requiredIf: "x-required-if",
  readOnlyIf: "x-read-only-if",
  visibleIf: "x-visible-if",
};

/** Record types for the form; nothing where the field that tells them is hidden. */
function recordTypesIn({ definition }: ObjectModel, shown: ReadonlySet<string>): JsonSchema {
  const { recordTypeField, recordTypes = [] } = definition;
  if (recordTypeField === undefined || recordTypes.length === 0 || !shown.has(recordTypeField)) return {};
  const types = recordTypes.map((one) => ({
    ...one,
    options: Object.fromEntries(Object.entries(one.options ?? {}).filter(([name]) => shown.has(name))),
  }));
  return { "x-record-type-field": recordTypeField, "x-record-types": types };
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
