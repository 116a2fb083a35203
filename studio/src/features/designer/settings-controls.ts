import type { FieldType, JsonSchema, LocalizedText } from "#engine";

/** How one setting is entered. */
export type SettingsControl =
  | "switch"
  | "number"
  | "choice"
  | "choices"
  | "tags"
  | "text"
  | "paragraph"
  | "bilingual"
  | "options"
  | "rows"
  | "group"
  | "condition"
  | "duration"
  | "object"
  | "objects"
  | "filter"
  | "field"
  | "fields"
  | "template"
  | "user"
  | "relation-path"
  | "option-set"
  | "controlling-field"
  | "step-value"
  | "step-values";

/** What a setting stands for beyond its JSON type, by pointer; from the type's own declarations. */
export type SettingsHints = ReadonlyMap<string, string>;

/** Control for a subschema: its `x-widget` or a hint decides first, then the shape. */
export function controlOf(schema: JsonSchema, hint: string | undefined): SettingsControl {
  const wanted = (schema["x-widget"] as string | undefined) ?? hint;
  const named = wanted === undefined ? undefined : byWidget[wanted];
  if (named) return named;
  if (schema["type"] === "array") return controlOfList(schema["items"] as JsonSchema | undefined);
  if (Array.isArray(schema["enum"])) return "choice";
  if (schema["type"] === "object") return controlOfObject(schema);
  return byType[String(schema["type"])]?.(schema) ?? "text";
}

const byWidget: Readonly<Record<string, SettingsControl>> = {
  object: "object",
  objects: "objects",
  filter: "filter",
  formula: "condition",
  field: "field",
  fields: "fields",
  template: "template",
  user: "user",
  condition: "condition",
  duration: "duration",
  "localized-text": "bilingual",
  "relation-path": "relation-path",
  "option-set": "option-set",
  "controlling-field": "controlling-field",
  "step-value": "step-value",
  "step-values": "step-values",
};

const LONG_TEXT = 300;

const byType: Readonly<Record<string, (schema: JsonSchema) => SettingsControl>> = {
  boolean: () => "switch",
  integer: () => "number",
  number: () => "number",
  string: (schema) => (Number(schema["maxLength"] ?? 0) > LONG_TEXT ? "paragraph" : "text"),
};

function controlOfList(items: JsonSchema | undefined): SettingsControl {
  const properties = (items?.["properties"] ?? {}) as Readonly<Record<string, unknown>>;
  if ("value" in properties && "label" in properties) return "options";
  if (Array.isArray(items?.["enum"])) return "choices";
  return items?.["type"] === "object" ? "rows" : "tags";
}

function controlOfObject(schema: JsonSchema): SettingsControl {
  const properties = schema["properties"] as Readonly<Record<string, unknown>> | undefined;
  if (properties && "zh-CN" in properties && "en" in properties) return "bilingual";
  return properties ? "group" : "text";
}

/** Hints of a field type: which settings name other metadata. */
export function hintsOfFieldType(type: FieldType): SettingsHints {
  const uses = type.uses?.(type.defaultSettings) ?? [];
  return new Map(uses.map(({ pointer, kind }) => [pointer, kind]));
}

/** Title of a setting; its name when the schema gives none. */
export function settingLabel(schema: JsonSchema, name: string): LocalizedText {
  const label = schema["x-label"] as LocalizedText | undefined;
  return label ?? { "zh-CN": name, en: name };
}

/** Label of one allowed value; the value itself when the schema gives none. */
export function valueLabel(schema: JsonSchema, value: string): LocalizedText {
  const labels = schema["x-enum-labels"] as Readonly<Record<string, LocalizedText>> | undefined;
  return labels?.[value] ?? wellKnown[value] ?? { "zh-CN": value, en: value };
}

const wellKnown: Readonly<Record<string, LocalizedText>> = {
  restrict: { "zh-CN": "不允许删除", en: "Refuse" },
  clear: { "zh-CN": "清空此字段", en: "Clear this field" },
  cascade: { "zh-CN": "一并删除", en: "Delete this too" },
};

/** The value at a pointer of one step. */
export function child(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** The object with one property set, or removed when it says nothing. */
export function withChild(value: unknown, name: string, next: unknown): Readonly<Record<string, unknown>> {
  const before = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  if (next !== undefined && next !== "") return { ...before, [name]: next };
  return Object.fromEntries(Object.entries(before).filter(([key]) => key !== name));
}
