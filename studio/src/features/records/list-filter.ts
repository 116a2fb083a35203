import type { Filter, FilterAtom, Json, Operator } from "#engine";

/** One chip of the filter bar. */
export interface Chip {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Json;
}

const operators: readonly string[] = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "between",
  "in",
  "notIn",
  "contains",
  "startsWith",
  "isEmpty",
  "isNotEmpty",
];
const valueless: readonly Operator[] = ["isEmpty", "isNotEmpty"];

/** Whether an operator asks for no value. */
export function needsNoValue(op: Operator): boolean {
  return valueless.includes(op);
}

/** The view's own filter and everything the person added, all of which must hold; undefined: no restriction. */
export function combined(
  own: Filter | undefined,
  chips: readonly Chip[],
  more?: FilterAtom,
): Filter | undefined {
  const all = [...(own ? [own] : []), ...chips, ...(more ? [more] : [])];
  return all.length > 1 ? { and: all } : all[0];
}

/** Chips as they stand in the page's address. */
export function chipsToText(chips: readonly Chip[]): string | undefined {
  return chips.length === 0 ? undefined : JSON.stringify(chips);
}

/** Chips read from the page's address; what is no chip is left out. */
export function chipsFromText(text: unknown): readonly Chip[] {
  if (typeof text !== "string") return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isChip) : [];
  } catch {
    return []; // an address typed by hand is no error
  }
}

function isChip(one: unknown): one is Chip {
  if (typeof one !== "object" || one === null) return false;
  const { field, op } = one as Readonly<Record<string, unknown>>;
  return typeof field === "string" && typeof op === "string" && operators.includes(op);
}
