import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import type { JsonSchema } from "../contract/json.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { valueAt } from "../shared/json-pointer.ts";

/** Most problems one check reports. */
const MOST = 50;
const validators = new WeakMap<JsonSchema, Validator>();

/** What in a document does not satisfy a JSON Schema 2020-12; interpreted, so that no code is made from metadata. */
export function validateSchema(schema: JsonSchema, document: unknown): readonly Problem[] {
  const result = validatorOf(schema).validate(document);
  if (result.valid) return [];
  const deepest = result.errors.filter((one) => !wrappers.has(one.keyword));
  const units = deepest.length > 0 ? deepest : result.errors;
  const seen = new Set<string>();
  return units
    .map((unit) => problemOf(unit, document, schema))
    .filter(({ pointer, code }) => {
      const key = `${pointer} ${code}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST);
}

/** Keywords that only say that something below them failed. */
const wrappers = new Set([
  "properties",
  "items",
  "additionalItems",
  "prefixItems",
  "allOf",
  "anyOf",
  "oneOf",
  "$ref",
  "false",
]);

function validatorOf(schema: JsonSchema): Validator {
  const known = validators.get(schema);
  if (known) return known;
  const made = new Validator(schema as Schema, "2020-12", false);
  validators.set(schema, made);
  return made;
}

function problemOf(unit: OutputUnit, document: unknown, schema: JsonSchema): Problem {
  const pointer = unit.instanceLocation.replace(/^#/, "");
  const limit = valueAt(schema, unit.keywordLocation.replace(/^#/, ""));
  const given = valueAt(document, pointer);
  const said = texts[unit.keyword];
  const [code, chinese, english] = said ? said(describe(limit), unit) : ["schema", unit.error, unit.error];
  const named = /"([^"]+)"/.exec(unit.error)?.[1] ?? "";
  const place = unit.keyword === "required" || unit.keyword === "additionalProperties" ? `/${named}` : "";
  const at = place !== "" && !pointer.endsWith(place) ? pointer + place : pointer;
  return {
    ...invalid(at, code, bilingual(chinese, english)),
    details: { keyword: unit.keyword, given: typeof given, ...counted(limit, given) },
  };
}

/** A bound on the number of items, with how many there are. */
function counted(limit: unknown, given: unknown): { readonly limit?: number; readonly current?: number } {
  return typeof limit === "number" && Array.isArray(given) ? { limit, current: given.length } : {};
}

type Say = (limit: string, unit: OutputUnit) => readonly [code: string, chinese: string, english: string];

const texts: Readonly<Record<string, Say>> = {
  required: () => ["required", "缺少必填项。", "This property is required."],
  additionalProperties: () => ["unknown_property", "不认识的属性，请删除。", "Unknown property; remove it."],
  type: (limit) => ["type", `类型应为 ${limit}。`, `The type must be ${limit}.`],
  enum: (limit) => ["unknown_option", `只能是这些值之一：${limit}。`, `It must be one of: ${limit}.`],
  pattern: (limit) => ["pattern", `格式不符，应符合 ${limit}。`, `It does not fit the pattern ${limit}.`],
  minLength: (limit) => ["too_short", `至少 ${limit} 个字符。`, `At least ${limit} characters.`],
  maxLength: (limit) => ["too_long", `最多 ${limit} 个字符。`, `At most ${limit} characters.`],
  minimum: (limit) => ["out_of_range", `不能小于 ${limit}。`, `It must be at least ${limit}.`],
  maximum: (limit) => ["out_of_range", `不能大于 ${limit}。`, `It must be at most ${limit}.`],
  minItems: (limit) => ["too_few", `至少 ${limit} 项。`, `At least ${limit} items.`],
  maxItems: (limit) => ["limit", `最多 ${limit} 项。`, `At most ${limit} items.`],
  uniqueItems: () => ["duplicate", "内容不能重复。", "Items must not repeat."],
};

function describe(limit: unknown): string {
  if (Array.isArray(limit)) return limit.slice(0, 20).join(", ");
  return typeof limit === "object" ? "" : String(limit);
}
