import type { Filter, FilterAtom, Json, Operator } from "#engine";
import { needsNoValue } from "./list-filter.ts";

/** How the parts of a group combine: every one holds, at least one does, not a single one does. */
export type GroupMatch = "all" | "any" | "none";

export const groupMatches: readonly GroupMatch[] = ["all", "any", "none"];

/** Conditions and groups of them, as a person puts them together. */
export interface FilterGroup {
  readonly match: GroupMatch;
  readonly parts: readonly FilterPart[];
}

/** One condition; while it is being made its field and value may be missing. */
export interface FilterCondition {
  /** API name, `relation.field` allowed; null: not chosen yet. */
  readonly field: string | null;
  readonly op: Operator;
  readonly value?: Json;
}

export type FilterPart = FilterGroup | FilterCondition;

export const emptyGroup: FilterGroup = { match: "all", parts: [] };
export const emptyCondition: FilterCondition = { field: null, op: "eq" };

export function isGroup(part: FilterPart): part is FilterGroup {
  return "parts" in part;
}

/**
 * A filter as a tree of groups, meaning the same; undefined when it holds an empty list of conditions, which a person
 * could not tell from one that is not finished.
 */
export function treeOf(filter: Filter | undefined): FilterGroup | undefined {
  if (filter === undefined) return emptyGroup;
  const part = partOf(filter);
  if (part === undefined) return undefined;
  return isGroup(part) ? part : { match: "all", parts: [part] };
}

/** The filter that a tree means; undefined: no restriction. Conditions that are not finished are left out. */
export function filterOfTree(part: FilterPart): Filter | undefined {
  if (!isGroup(part)) return isConditionComplete(part) ? atomOf(part) : undefined;
  const parts = part.parts.flatMap((one) => filterOfTree(one) ?? []);
  const [first] = parts;
  if (first === undefined) return undefined;
  const isOnly = parts.length === 1;
  if (part.match === "none") return { not: isOnly ? first : { or: parts } };
  if (isOnly) return first;
  return part.match === "any" ? { or: parts } : { and: parts };
}

/** Conditions of a tree that still need a field or a value. */
export function unfinishedIn(part: FilterPart): number {
  if (!isGroup(part)) return isConditionComplete(part) ? 0 : 1;
  return part.parts.reduce((sum, one) => sum + unfinishedIn(one), 0);
}

/** Conditions of a tree, in all its groups. */
export function conditionsIn(part: FilterPart): number {
  if (!isGroup(part)) return 1;
  return part.parts.reduce((sum, one) => sum + conditionsIn(one), 0);
}

/** The group with another part at a place; null takes the part away, and a group that is then empty goes with it. */
export function withPart(group: FilterGroup, at: number, part: FilterPart | null): FilterGroup {
  const keeps = part !== null && !(isGroup(part) && part.parts.length === 0);
  return {
    ...group,
    parts: group.parts.flatMap((one, place) => (place === at ? (keeps ? [part] : []) : [one])),
  };
}

/** The group with one more part at its end. */
export function withAdded(group: FilterGroup, part: FilterPart): FilterGroup {
  return { ...group, parts: [...group.parts, part] };
}

/** The group with a condition put into a group of its own, beside which others can be added. */
export function withWrapped(group: FilterGroup, at: number): FilterGroup {
  const other: GroupMatch = group.match === "any" ? "all" : "any";
  const parts = group.parts.map((one, place) =>
    place === at ? { match: other, parts: [one, emptyCondition] } : one,
  );
  return { ...group, parts };
}

/** Whether every value that a condition's operator asks for is there. */
export function isConditionComplete({ field, op, value = null }: FilterCondition): boolean {
  if (field === null) return false;
  if (needsNoValue(op)) return true;
  if (!Array.isArray(value)) return isGiven(value) && op !== "between";
  const all = value as readonly Json[];
  if (op === "between") return all.length === 2 && all.every(isGiven);
  return all.length > 0;
}

function isGiven(value: Json): boolean {
  return value !== null && value !== "";
}

function atomOf({ field, op, value }: FilterCondition): FilterAtom {
  const atom = { field: field ?? "", op };
  return needsNoValue(op) || value === undefined ? atom : { ...atom, value };
}

function partOf(filter: Filter): FilterPart | undefined {
  if ("and" in filter) return groupOf("all", filter.and);
  if ("or" in filter) return groupOf("any", filter.or);
  if (!("not" in filter)) return filter;
  const { not } = filter;
  return "or" in not ? groupOf("none", not.or) : groupOf("none", [not]);
}

function groupOf(match: GroupMatch, filters: readonly Filter[]): FilterGroup | undefined {
  const parts = filters.map(partOf);
  if (parts.length === 0 || parts.some((one) => one === undefined)) return undefined;
  return { match, parts: parts as readonly FilterPart[] };
}
