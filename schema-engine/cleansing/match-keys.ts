import type { JsonObject } from "../contract/json.ts";
import type { CriterionModel, DuplicateRuleModel, FieldModel } from "../contract/model.ts";
import { valueOf } from "../records/values.ts";
import { likenesses } from "./likenesses.ts";

/** Changes whenever the keys of the same values do, so that records are derived again. */
const MATCHING_EDITION = 1;

/** Characters of a key; what is longer ends in a hash. */
const LONGEST_KEY = 48;

/**
 * The keys under which a record is found by a rule: records that are duplicates by it share one (of texts that are only
 * alike: nearly always). Values by field key, as stored.
 */
export function matchKeys(rule: DuplicateRuleModel, values: JsonObject): readonly string[] {
  const keys = rule.criteria.filter((one) => one.keyed).flatMap((one) => keysOf(one, values));
  return [...new Set(keys)];
}

/** All that decides which keys a rule gives, as JSON. */
export function matchShape({ criteria }: DuplicateRuleModel): readonly unknown[] {
  const keyed = criteria.filter((one) => one.keyed);
  return [
    MATCHING_EDITION,
    ...keyed.map(({ field, comparison }) => [field.id, field.definition.type, comparison]),
  ];
}

/** A small number that is the same for the same text: 32 bits (FNV-1a). */
export function shortHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The text by which two values of a field are equal. */
export function exactText({ type, settings }: FieldModel, value: unknown): string {
  return type.uniqueKey?.(value, settings) ?? type.index?.encode(value, settings) ?? JSON.stringify(value);
}

/** The text that a sort of likeness looks at. */
export function comparedText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function keysOf({ field, comparison }: CriterionModel, values: JsonObject): readonly string[] {
  const value = valueOf(field, values);
  if (value === null) return [];
  const key = (text: string) => bounded(`${field.id}.${comparison.charAt(0)}:${text}`);
  const likeness = field.type.likeness && likenesses[field.type.likeness];
  if (comparison === "exact" || !likeness) return [key(exactText(field, value))];
  const normal = likeness.normal(comparedText(value));
  if (normal === "") return [];
  return comparison === "normalized" ? [key(normal)] : likeness.blocks(normal).map(key);
}

/** Printable and without the space that ends a key. */
function bounded(text: string): string {
  const plain = text.replace(/[\s\p{C}]/gu, "_");
  if (plain === text && text.length <= LONGEST_KEY) return text;
  return `${[...plain].slice(0, LONGEST_KEY - 9).join("")}~${shortHash(text).toString(16).padStart(8, "0")}`;
}
