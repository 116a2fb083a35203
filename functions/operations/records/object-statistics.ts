import {
  countedDimensions,
  FIRST_FILL_CELL,
  type Filter,
  type ObjectModel,
  type ObjectStatistics,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Cell, RecordStore } from "../../ports/record-store.ts";
import { filterPaths } from "./field-paths.ts";

/** How long counts serve for estimates; milliseconds. */
const FRESH_MS = 15_000;
/** Counts kept; beyond it the oldest go. */
const MOST_KEPT = 2_000;
/** Fields of a filter whose counts are read. */
const MOST_FIELDS = 3;

interface Counts {
  readonly total: number;
  readonly values: ReadonlyMap<string, number>;
  readonly owners: ReadonlyMap<string, number>;
}

interface Kept {
  readonly at: number;
  readonly counts: Promise<Counts>;
}

const keptBy = new WeakMap<RecordStore, Map<string, Kept>>();

/**
 * How many records an object has, by owner and by the values that a filter names, from the counters the stream's
 * consumer keeps. Null when nothing is counted yet. Behind the records by seconds; only estimates may go by it.
 */
export async function objectStatistics(
  ports: { readonly recordStore: RecordStore; readonly clock: Clock },
  workspace: string,
  { object, filter }: { readonly object: ObjectModel; readonly filter: Filter | null },
): Promise<ObjectStatistics | null> {
  const named = new Set(filterPaths(filter).map(({ path }) => path));
  const fields = countedDimensions(object)
    .filter(({ field, isMonthly }) => !isMonthly && named.has(field.name))
    .slice(0, MOST_FIELDS);
  const keys = [FIRST_FILL_CELL, ...fields.map(({ key }) => key)];
  const [all, ...counted] = await Promise.all(keys.map((key) => countsOf(ports, workspace, { object, key })));
  if (!all || all.total === 0) return null;
  return {
    total: all.total,
    counts: new Map([
      [OWNER, all.owners],
      ...fields.map(({ field }, at) => [field.id, counted[at]?.values ?? new Map<string, number>()] as const),
    ]),
  };
}

/** Key of the owner among fields (`system-fields.ts`). */
const OWNER = "_o";

function countsOf(
  { recordStore, clock }: { readonly recordStore: RecordStore; readonly clock: Clock },
  workspace: string,
  { object, key }: { readonly object: ObjectModel; readonly key: string },
): Promise<Counts> {
  const kept = keptBy.get(recordStore) ?? new Map<string, Kept>();
  keptBy.set(recordStore, kept);
  const name = `${workspace} ${object.id} ${key}`;
  const now = clock.now().getTime();
  const before = kept.get(name);
  if (before && now - before.at < FRESH_MS && now >= before.at) return before.counts;
  const counts = recordStore.cells(workspace, object, { key }).then(summed);
  counts.catch(() => kept.delete(name));
  kept.delete(name);
  kept.set(name, { at: now, counts });
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return counts;
}

function summed(cells: readonly Cell[]): Counts {
  const values = new Map<string, number>();
  const owners = new Map<string, number>();
  for (const { value, owner, count } of cells) {
    values.set(value, (values.get(value) ?? 0) + count);
    owners.set(owner, (owners.get(owner) ?? 0) + count);
  }
  return { total: cells.reduce((sum, one) => sum + one.count, 0), values, owners };
}
