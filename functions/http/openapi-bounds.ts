import { limits, type JsonSchema } from "#engine";

/**
 * The schema with what it leaves open filled in: every text, list and whole number has the bound that the product keeps
 * anyway. No text is longer than a request, and no list has more items than fit into one (an item and its comma).
 */
export function bounded(schema: JsonSchema): JsonSchema {
  const own = Object.entries(schema).map(([key, value]) => [key, below(key, value)]);
  const filled = Object.fromEntries(own) as JsonSchema;
  return typesOf(schema).reduce((result, type) => ({ ...(bounds[type]?.(result) ?? {}), ...result }), filled);
}

const bounds: Readonly<Record<string, (schema: JsonSchema) => JsonSchema>> = {
  string: (schema) =>
    "enum" in schema || "const" in schema
      ? {}
      : { maxLength: formatLengths[String(schema["format"])] ?? limits.requestBytes },
  array: () => ({ maxItems: limits.requestBytes / 2 }),
  integer: (schema) => ({
    ...("exclusiveMinimum" in schema ? {} : { minimum: Number.MIN_SAFE_INTEGER }),
    ...("exclusiveMaximum" in schema ? {} : { maximum: Number.MAX_SAFE_INTEGER }),
    format: "int64",
  }),
};

const formatLengths: Readonly<Record<string, number>> = { "date-time": 40, date: 10 };

function typesOf({ type }: JsonSchema): readonly string[] {
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((one) => typeof one === "string") : [];
}

/** Keywords below which schemas stand, by how. */
const dictionaries = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);
const lists = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const single = new Set(["items", "additionalProperties", "not", "if", "then", "else", "contains"]);

function below(key: string, value: unknown): unknown {
  if (lists.has(key) && Array.isArray(value)) return value.map(boundedIn);
  if (single.has(key)) return boundedIn(value);
  if (!dictionaries.has(key) || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, boundedIn(one)]));
}

function boundedIn(value: unknown): unknown {
  return typeof value === "object" && value !== null ? bounded(value as JsonSchema) : value;
}
