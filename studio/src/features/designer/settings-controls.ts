import type { FieldType, JsonSchema, LocalizedText, NodeType } from "#engine";

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
  | "mapping"
  | "condition"
  | "object"
  | "field"
  | "fields"
  | "template"
  | "user"
  | "json";

/** What a setting stands for beyond its JSON type, by pointer; from the type's own declarations. */
export type SettingsHints = ReadonlyMap<string, string>;

/** Control for a subschema; a hint decides first, then the shape. */
export function controlOf(schema: JsonSchema, hint: string | undefined): SettingsControl {
  const type = schema["type"];
  const byHint = hint === undefined ? undefined : hinted[hint];
  if (byHint) return type === "array" && byHint === "field" ? "fields" : byHint;
  if (type === "array") return controlOfList(schema["items"] as JsonSchema | undefined);
  if (Array.isArray(schema["enum"])) return "choice";
  if (type === "object") return controlOfObject(schema);
  return byType[String(type)]?.(schema) ?? "json";
}

const hinted: Readonly<Record<string, SettingsControl>> = {
  object: "object",
  field: "field",
  template: "template",
  user: "user",
  expression: "condition",
  mapping: "mapping",
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
  return items?.["type"] === "string" ? "tags" : items?.["type"] === "object" ? "rows" : "json";
}

function controlOfObject(schema: JsonSchema): SettingsControl {
  const properties = schema["properties"] as Readonly<Record<string, unknown>> | undefined;
  if (properties && "zh-CN" in properties && "en" in properties) return "bilingual";
  if (properties) return "group";
  return typeof schema["additionalProperties"] === "object" ? "mapping" : "json";
}

/** Hints of a field type: which settings name other metadata. */
export function hintsOfFieldType(type: FieldType): SettingsHints {
  const uses = type.uses?.(type.defaultSettings) ?? [];
  return new Map(uses.map(({ pointer, kind }) => [pointer, kind]));
}

/** Hints of a node type for its settings as they are: conditions and mentions of other metadata. */
export function hintsOfNodeType(type: NodeType, settings: object, object: string): SettingsHints {
  const references = [type.defaultSettings, { ...type.defaultSettings, ...settings }].flatMap((one) =>
    type.references(one, object),
  );
  const expressions = type.expressions({ ...type.defaultSettings, ...settings });
  const named = Object.keys((type.settingsSchema["properties"] ?? {}) as object).flatMap((name) => {
    const kind = byName[name];
    return kind === undefined ? [] : [[`/${name}`, kind] as const];
  });
  return new Map([
    ...named,
    ...references.map((one) => [listPointer(one.pointer), one.kind] as const),
    ...expressions
      .filter((one) => !/\/.*\//.test(one.pointer))
      .map((one) => [one.pointer, "expression"] as const),
  ]);
}

/** Names that mean the same in every node type, for settings that are still empty. */
const byName: Readonly<Record<string, string>> = {
  object: "object",
  template: "template",
  condition: "expression",
  when: "expression",
  where: "expression",
  values: "mapping",
};

/** `/fields/0` tells about the list `/fields`. */
function listPointer(pointer: string): string {
  return pointer.replace(/\/\d+$/, "");
}

/** Title of a setting; its name when the schema gives none. */
export function settingLabel(schema: JsonSchema, name: string): LocalizedText {
  const label = schema["x-label"] as LocalizedText | undefined;
  return label ?? { "zh-CN": name, en: name };
}

/** Label of one allowed value; the value itself when the schema gives none (`x-labels` by value). */
export function valueLabel(schema: JsonSchema, value: string): LocalizedText {
  const labels = (schema["x-labels"] ?? schema["x-enum-labels"]) as
    Readonly<Record<string, LocalizedText>> | undefined;
  return labels?.[value] ?? wellKnown[value] ?? { "zh-CN": value, en: value };
}

const wellKnown: Readonly<Record<string, LocalizedText>> = {
  restrict: { "zh-CN": "不允许删除", en: "Refuse" },
  clear: { "zh-CN": "清空此字段", en: "Clear this field" },
  cascade: { "zh-CN": "一并删除", en: "Delete this too" },
  created: { "zh-CN": "新建时", en: "Created" },
  updated: { "zh-CN": "更新时", en: "Updated" },
  deleted: { "zh-CN": "删除时", en: "Deleted" },
  createdOrUpdated: { "zh-CN": "新建或更新时", en: "Created or updated" },
  saved: { "zh-CN": "保存时", en: "Saved" },
  record: { "zh-CN": "当前记录", en: "The record" },
  owner: { "zh-CN": "负责人", en: "Owner" },
  becomesTrue: { "zh-CN": "条件变为满足时", en: "When the condition becomes true" },
  whenBecomesTrue: { "zh-CN": "条件变为满足时", en: "When the condition becomes true" },
  everyChange: { "zh-CN": "每次更改", en: "On every change" },
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
