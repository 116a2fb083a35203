import type { JsonSchema } from "#engine";

/** Shapes that several routes share; `record` is generated per object in the OpenAPI document. */
export const anyObject: JsonSchema = { type: "object" };

/** A body that says nothing: `{}`. */
export const emptyBody: JsonSchema = { type: "object", properties: {}, additionalProperties: false };

export const nullable = (schema: JsonSchema): JsonSchema => ({ oneOf: [schema, { type: "null" }] });

export const closed = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

export const localizedText = closed({ "zh-CN": { type: "string" }, en: { type: "string" } }, ["zh-CN", "en"]);

export const text: JsonSchema = { type: "string" };
/** RFC 3339, UTC. */
export const instant: JsonSchema = { type: "string", format: "date-time" };
/** An object with keys that the data chooses. */
export const dictionaryOf = (values: JsonSchema): JsonSchema => ({
  type: "object",
  additionalProperties: values,
});
const point = { object: { type: "string" }, id: { type: "string" } };
/** Points at a record. */
export const reference = { ...closed(point, ["object", "id"]), properties: point };
/** Names of the records and people that values mention: `account/<id>` → name. */
export const names: JsonSchema = dictionaryOf({ type: "string" });

export const pageLimit: JsonSchema = { type: "integer", minimum: 1, maximum: 200, default: 50 };
export const cursorText: JsonSchema = { type: "string", description: "As the page before returned it." };

/** Values by field API name; the exact schema is that of `GET /objects/{object}/schema`. */
export const recordValues: JsonSchema = { type: "object", description: "Values by field API name." };

export const recordBody = closed({ values: recordValues, owner: { type: "string" } }, ["values"]);

export const recordAnswer: JsonSchema = {
  type: "object",
  properties: {
    id: { type: "string" },
    object: { type: "string" },
    version: { type: "integer", minimum: 1 },
    createdAt: { type: "string", format: "date-time" },
    createdBy: { type: "string" },
    updatedAt: { type: "string", format: "date-time" },
    updatedBy: { type: "string" },
    owner: { type: "string" },
    stageEnteredAt: { type: "string", format: "date-time" },
    agingFrom: { type: "string", format: "date-time" },
    values: recordValues,
    references: { type: "object", additionalProperties: { type: "string" } },
  },
  required: ["id", "object", "owner", "createdAt", "values"],
};

export const listOf = (items: JsonSchema): JsonSchema => ({
  type: "object",
  properties: { items: { type: "array", items }, cursor: nullable({ type: "string" }) },
  required: ["items"],
});

/** RFC 9457. */
export const problemSchema: JsonSchema = {
  type: "object",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string" },
    instance: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: {
          pointer: { type: "string" },
          code: { type: "string" },
          message: { type: "string" },
        },
        required: ["pointer", "code", "message"],
      },
    },
  },
  required: ["type", "title", "status", "code"],
};
