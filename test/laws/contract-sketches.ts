import { defineFieldType, failure, invalid, success, type Json, type JsonSchema } from "#engine";

/**
 * Three harder field types tried against the contract before it was frozen (ADR 0006): only as much of each as shows
 * that its peculiarity has a place. They are not registered.
 */
const label = { "zh-CN": "试验", en: "Trial" };
const refused = invalid("", "type", label);
const open: JsonSchema = { type: "object" };

function plain(value: unknown): Json {
  return value as Json;
}

/** Computed from the record itself: `computed.source = "expression"`, evaluated by `records/read-values`. */
export const formula = defineFieldType<number, { readonly expression: string }>({
  name: "formula",
  label,
  description: label,
  icon: "sigma",
  settingsSchema: open,
  defaultSettings: { expression: "0" },
  valueSchema: () => ({ type: "number" }),
  check: (value) => (typeof value === "number" ? [] : [refused]),
  storage: { class: "listable", encode: plain, decode: Number },
  operators: ["lt", "gt"],
  parse: () => failure(refused),
  format: String,
  cel: { type: "decimal", toCel: (value) => value },
  computed: {
    source: "expression",
    expression: (settings) => (settings as { readonly expression: string }).expression,
    accept: (result) => (typeof result === "number" ? success(result) : failure(refused)),
  },
});

/** Kept by the stream consumer from other records: `computed.source = "derived"`; names what it depends on by `uses`. */
export const rollup = defineFieldType<string, { readonly child: string; readonly link: string }>({
  name: "rollup",
  label,
  description: label,
  icon: "combine",
  settingsSchema: open,
  defaultSettings: { child: "", link: "" },
  valueSchema: () => ({ type: "string" }),
  check: (value) => (typeof value === "string" ? [] : [refused]),
  storage: { class: "listable", encode: plain, decode: String },
  uses: ({ child, link }) => [
    { kind: "object", apiName: child, pointer: "/child" },
    { kind: "field", apiName: `${child}.${link}`, pointer: "/link" },
  ],
  operators: ["lt", "gt"],
  measure: (value) => ({ amount: value, unit: "" }),
  parse: () => failure(refused),
  format: (value) => value,
  cel: { type: "decimal", toCel: (value) => value },
  computed: {
    source: "derived",
    summary(settings) {
      const { child: object, link: field } = settings as { readonly child: string; readonly link: string };
      return { object, field, fn: "count", of: null, filter: null };
    },
  },
});

/** Points at uploaded files: `references` to the pseudo-object `file`, checked and guarded like any other reference. */
export const file = defineFieldType<readonly { readonly id: string; readonly name: string }[], object>({
  name: "file",
  label,
  description: label,
  icon: "paperclip",
  settingsSchema: open,
  defaultSettings: {},
  valueSchema: () => ({ type: "array" }),
  check: (value) => (Array.isArray(value) ? [] : [refused]),
  isBlank: (value) => value.length === 0,
  storage: { class: "stored", encode: plain, decode: (stored) => stored as never },
  searchText: (value) => value.map((one) => one.name),
  references: (value) => value.map(({ id }) => ({ object: "file", id })),
  onDelete: () => "clear",
  operators: ["isEmpty", "isNotEmpty"],
  parse: () => failure(refused),
  format: (value) => value.map((one) => one.name).join(", "),
  cel: { type: "dyn", toCel: (value) => value.map((one) => one.name) },
});
