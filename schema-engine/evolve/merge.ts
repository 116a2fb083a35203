import type { Json, JsonObject } from "../contract/json.ts";
import { token } from "../shared/json-pointer.ts";
import { sameJson } from "../records/values.ts";

/** A place that two people changed differently; absent values are null. `pointer` leads into `merged`. */
export interface MergeConflict {
  readonly pointer: string;
  readonly base: Json;
  readonly mine: Json;
  readonly theirs: Json;
}

export interface MergedDocument {
  /** Both sets of changes; at conflicts `mine`. Null: both removed the document. */
  readonly merged: Json;
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Three-way merge of a document. Lists of elements are matched by id (or API name), so that two people may add, change
 * and move different elements of one list; other values are taken from whoever changed them, and where both did, it is
 * a conflict. Without conflicts the sides may be swapped.
 */
export function mergeDocuments(base: Json, mine: Json, theirs: Json): MergedDocument {
  const conflicts: MergeConflict[] = [];
  const merged = merge({ base, mine, theirs, pointer: "" }, conflicts);
  return { merged: merged ?? null, conflicts };
}

interface Sides {
  readonly base: Json | undefined;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
  readonly pointer: string;
}

/** Undefined: it is not there. */
function merge(sides: Sides, conflicts: MergeConflict[]): Json | undefined {
  const { base, mine, theirs } = sides;
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  const lists = elementLists(sides);
  if (lists) return mergeLists(lists, sides.pointer, conflicts);
  const records = recordsOf(sides);
  if (records) return mergeRecords(records, sides.pointer, conflicts);
  conflicts.push({ pointer: sides.pointer, base: orNull(base), mine: orNull(mine), theirs: orNull(theirs) });
  return mine;
}

function orNull(value: Json | undefined): Json {
  return value ?? null;
}

/** The three as records; null when one of them is something else. What both sides added begins empty. */
function recordsOf({ base, mine, theirs }: Sides): Three<JsonObject> | null {
  if (!isRecord(mine) || !isRecord(theirs)) return null;
  if (isRecord(base)) return { base, mine, theirs };
  return orNull(base) === null ? { base: {}, mine, theirs } : null;
}

interface Three<Value> {
  readonly base: Value;
  readonly mine: Value;
  readonly theirs: Value;
}

function mergeRecords(three: Three<JsonObject>, pointer: string, conflicts: MergeConflict[]): JsonObject {
  const { base, mine, theirs } = three;
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort();
  const order = Object.keys(mine);
  const result: Record<string, Json> = {};
  for (const key of [...order, ...keys.filter((one) => !order.includes(one))]) {
    const sides = { base: base[key], mine: mine[key], theirs: theirs[key], pointer: pointer + token(key) };
    const merged = merge(sides, conflicts);
    if (merged !== undefined) result[key] = merged;
  }
  return result;
}

type Elements = ReadonlyMap<string, Json>;

/** The three lists by the keys of their elements; null when one of them is no list of elements. */
function elementLists({ base, mine, theirs }: Sides): Three<Elements> | null {
  const before = byKey(base ?? []);
  const [left, right] = [byKey(mine), byKey(theirs)];
  return before && left && right ? { base: before, mine: left, theirs: right } : null;
}

function byKey(list: Json | undefined): Elements | null {
  if (!Array.isArray(list)) return null;
  const entries = list.map((one) => [elementKey(one as Json), one as Json] as const);
  const keys = new Set(entries.map(([key]) => key));
  return keys.has(null) || keys.size !== entries.length ? null : new Map(entries as [string, Json][]);
}

function elementKey(one: Json): string | null {
  if (typeof one === "string") return one;
  if (!isRecord(one)) return null;
  const key = one["id"] ?? one["apiName"] ?? one["option"] ?? one["value"] ?? one["field"];
  return typeof key === "string" ? key : null;
}

/** Elements stay where the side that moved them put them; what only the other side added follows its neighbour there. */
function mergeLists(lists: Three<Elements>, pointer: string, conflicts: MergeConflict[]): readonly Json[] {
  const { base, mine, theirs } = lists;
  const kept = mergedOrder(lists).flatMap((key) => {
    const found: MergeConflict[] = [];
    const sides = { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key), pointer: "" };
    const merged = merge(sides, found);
    return merged === undefined && found.length === 0 ? [] : [{ merged, found }];
  });
  const present = kept.filter((one) => one.merged !== undefined);
  for (const one of kept) {
    const at = present.indexOf(one);
    for (const conflict of one.found)
      conflicts.push({ ...conflict, pointer: `${pointer}/${at < 0 ? "-" : at}${conflict.pointer}` });
  }
  return present.map((one) => one.merged as Json);
}

function mergedOrder({ base, mine, theirs }: Three<Elements>): readonly string[] {
  const [before, left, right] = [base, mine, theirs].map((one) => [...one.keys()]) as [
    string[],
    string[],
    string[],
  ];
  const isMoved = (order: readonly string[]): boolean => {
    const common = before.filter((key) => order.includes(key));
    return order.filter((key) => before.includes(key)).some((key, at) => key !== common[at]);
  };
  const isTheirs = isMoved(right) && !isMoved(left);
  // Which side leads where neither moved anything is decided by the keys, not by who asks, so that sides may be swapped.
  const leads = isTheirs || (isMoved(left) === isMoved(right) && right.join() < left.join());
  const [lead, follow] = leads ? [right, left] : [left, right];
  const result = [...lead];
  follow.forEach((key, at) => {
    if (result.includes(key)) return;
    const neighbour = follow.slice(0, at).findLast((one) => result.includes(one));
    const place = neighbour === undefined ? 0 : result.indexOf(neighbour) + 1;
    result.splice(place, 0, key);
  });
  return result;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameJson(a, b);
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
