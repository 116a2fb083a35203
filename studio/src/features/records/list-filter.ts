import { parseFilter, type Filter, type FilterAtom, type Json, type Operator } from "#engine";

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

/** Operators that are given several values. */
export function takesList(op: Operator): boolean {
  return op === "in" || op === "notIn";
}

/** Whether all of some conditions must hold, or any one of them. */
export type Match = "all" | "any";

/** Both filters as one; the parts of lists of conditions that all must hold stand side by side. */
export function joined(one: Filter | undefined, other: Filter | undefined): Filter | undefined {
  const partsOf = (filter: Filter) => ("and" in filter ? filter.and : [filter]);
  return combined(
    undefined,
    [one, other].flatMap((filter) => (filter ? partsOf(filter) : [])),
  );
}

/** The view's own filter and everything the person added, all of which must hold; undefined: no restriction. */
export function combined(
  own: Filter | undefined,
  added: readonly Filter[],
  more?: FilterAtom,
): Filter | undefined {
  const all = [...(own ? [own] : []), ...added, ...(more ? [more] : [])];
  return all.length > 1 ? { and: all } : all[0];
}

/** Chips as one filter; undefined without any. */
export function grouped(chips: readonly Chip[], match: Match): Filter | undefined {
  if (match === "any" && chips.length > 1) return { or: chips };
  return combined(undefined, chips);
}

/** A filter as chips, when it is no more than a list of conditions; undefined for a nested one. */
export function chipsOf(
  filter: unknown,
): { readonly chips: readonly Chip[]; readonly match: Match } | undefined {
  if (filter === undefined) return { chips: [], match: "all" };
  if (isChip(filter)) return { chips: [filter], match: "all" };
  if (typeof filter !== "object" || filter === null || Object.keys(filter).length !== 1) return undefined;
  const { and, or } = filter as Readonly<Record<string, unknown>>;
  const list = and ?? or;
  if (!Array.isArray(list) || !list.every(isChip)) return undefined;
  return { chips: list, match: and === undefined ? "any" : "all" };
}

/** Chips as they stand in the page's address. */
export function chipsToText(chips: readonly Chip[]): string | undefined {
  return chips.length === 0 ? undefined : JSON.stringify(chips);
}

/** What a filter is in the page's address: a list of conditions where it is no more than that, else the whole tree. */
export function filterToQuery(
  filter: Filter | undefined,
): Readonly<Record<"filter" | "match", string | undefined>> {
  const simple = chipsOf(filter);
  if (!simple) return { filter: JSON.stringify(filter), match: undefined };
  return { filter: chipsToText(simple.chips), match: simple.match === "any" ? "any" : undefined };
}

/** The filter in the page's address; undefined: none, or one that is not valid. */
export function filterFromQuery(query: Readonly<Record<string, unknown>>): Filter | undefined {
  const { filter: text, match } = query;
  if (typeof text !== "string" || !text.startsWith("{"))
    return grouped(chipsFromText(text), match === "any" ? "any" : "all");
  const filter = parsed(text);
  const read = filter === undefined ? undefined : parseFilter(filter);
  return read?.ok ? read.value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an address typed by hand is no error
  }
}

/** Chips read from the page's address; what is no chip is left out. */
export function chipsFromText(text: unknown): readonly Chip[] {
  const read = typeof text === "string" ? parsed(text) : undefined;
  return Array.isArray(read) ? read.filter(isChip) : [];
}

function isChip(one: unknown): one is Chip {
  if (typeof one !== "object" || one === null) return false;
  const { field, op } = one as Readonly<Record<string, unknown>>;
  return typeof field === "string" && typeof op === "string" && operators.includes(op);
}
