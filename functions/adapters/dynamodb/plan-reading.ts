import { compareUtf8, readsOnlyEntries, type ObjectModel, type QueryPlan, type StoredRecord } from "#engine";
import type { PagePosition } from "../../ports/record-store.ts";
import { batchGet } from "./batch-get.ts";
import type { Table } from "./client.ts";
import { decodeEntry, decodeRecord, type WideEntry } from "./codec.ts";
import { recordKey, recordPartition, type WorkspaceKey } from "./keys.ts";
import { RangeStream, type RangeEntry } from "./range-stream.ts";

/** Most entries asked of the table at once. */
export const LARGEST_READ = 1_000;

/** A plan while it is carried out: its ranges, and what they have cost so far. */
export interface Reading {
  readonly table: Table;
  readonly key: WorkspaceKey;
  readonly object: ObjectModel;
  readonly plan: QueryPlan;
  readonly streams: readonly RangeStream[];
  /** Ranges that must hold a record too. */
  readonly within: readonly RangeStream[];
  /** Ids that those hold; null: there is no such condition. */
  inside: ReadonlySet<string> | null;
  /** Whether entries must be read whole before they can be filtered. */
  readonly hydratesFirst: boolean;
  hydration: number;
  /** Order part of the last entry taken, so that a record that stands in two ranges is taken once. */
  last: string | null;
}

export function startReading(
  table: Table,
  key: WorkspaceKey,
  given: {
    readonly object: ObjectModel;
    readonly plan: QueryPlan;
    readonly position: PagePosition | null;
  },
): Reading {
  const { object, plan, position } = given;
  const after = plan.mode === "walk" ? ((position?.["after"] as string | undefined) ?? null) : null;
  const pk = recordPartition(key, object.id);
  const stream =
    (at: Pick<RangeStreamPlace, "direction" | "after">) => (range: QueryPlan["ranges"][number]) =>
      new RangeStream(
        { table, pk, source: range.source ?? plan.source, direction: at.direction },
        range,
        at.after,
      );
  return {
    table,
    key,
    object,
    plan,
    streams: plan.ranges.map(stream({ direction: plan.direction, after })),
    within: (plan.within ?? []).map(stream({ direction: "asc", after: null })),
    inside: null,
    hydratesFirst: plan.hydrate && !filtersEntries(object, plan),
    hydration: 0,
    last: after,
  };
}

/** Whether entries as they are tell which of them the page takes. */
function filtersEntries(
  object: ObjectModel,
  { mode, source, ranges, residual, sort, checks = [] }: QueryPlan,
): boolean {
  if (mode === "walk" && residual === null && checks.length === 0) return true;
  const areWide = [source, ...ranges.flatMap((one) => one.source ?? [])].every((one) => one.startsWith("w"));
  const looked = [...sort, ...checks.map((field) => ({ field }))];
  return areWide && readsOnlyEntries(object, residual, looked);
}

interface RangeStreamPlace {
  readonly direction: QueryPlan["direction"];
  readonly after: string | null;
}

/** Reads the ranges that must hold a record too; false: they hold more than the budget. */
export async function readInside(reading: Reading): Promise<boolean> {
  const { within, plan } = reading;
  if (within.length === 0) return true;
  await drainStreams(reading, within);
  reading.inside = new Set(within.flatMap((one) => one.buffer.map(({ id }) => id)));
  return itemsRead(reading) <= plan.budget;
}

/** Up to `target` next entries of all ranges in order, each record once. */
export async function nextEntries(reading: Reading, target: number): Promise<readonly RangeEntry[]> {
  const { plan, streams } = reading;
  const share = Math.ceil(target / Math.max(1, streams.length));
  const size = Math.min(LARGEST_READ, (streams.length > 1 ? share * 2 : target) + 1);
  const sign = plan.direction === "asc" ? 1 : -1;
  const entries: RangeEntry[] = [];
  while (entries.length < target) {
    const empty = streams.filter(isWaiting);
    const isOver = entries.length > 0 && itemsRead(reading) >= plan.budget;
    if (isOver && empty.length > 0) break;
    await Promise.all(empty.map((one) => one.fill(size)));
    if (streams.some(isWaiting)) continue;
    const next = lowest(streams, sign)?.buffer.shift();
    if (!next) break;
    takeOnce(reading, entries, next);
  }
  return entries;
}

function takeOnce(reading: Reading, entries: RangeEntry[], next: RangeEntry): void {
  if (next.order !== reading.last) entries.push(next);
  reading.last = next.order;
}

/** Every entry of the ranges, each record once; as many as the budget allows. */
export async function drain(reading: Reading): Promise<readonly RangeEntry[]> {
  await drainStreams(reading, reading.streams);
  const entries = reading.streams.flatMap((one) => one.buffer);
  const isUnion = reading.plan.ranges.some((one) => one.source !== undefined);
  return isUnion ? [...new Map(entries.map((one) => [one.id, one])).values()] : entries;
}

/** The records of entries; undefined for those that are gone, or not within what else must hold them. */
export async function recordsOf(
  reading: Reading,
  entries: readonly RangeEntry[],
): Promise<readonly (StoredRecord | undefined)[]> {
  const { object, inside } = reading;
  const isWanted = ({ id }: RangeEntry): boolean => inside === null || inside.has(id);
  if (reading.hydratesFirst) {
    const whole = await hydrate(
      reading,
      entries.filter(isWanted).map((one) => one.id),
    );
    return entries.map(({ id }) => whole.get(id));
  }
  return entries.map((one) => (isWanted(one) ? decoded(object, one) : undefined));
}

/** Whole records by id, strongly consistent. */
export async function hydrate(
  reading: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  const { table, key, object } = reading;
  const { items, capacity } = await batchGet(
    table,
    ids.map((id) => recordKey(key, object.id, id)),
  );
  reading.hydration += capacity;
  return new Map(items.map((item) => [String(item["sk"]), decodeRecord(object, item)]));
}

export function itemsRead({ streams, within }: Reading): number {
  return [...streams, ...within].reduce((sum, one) => sum + one.itemsRead, 0);
}

export function capacityOf({ streams, within, hydration }: Reading): number {
  return [...streams, ...within].reduce((sum, one) => sum + one.capacity, hydration);
}

export function hasMore({ streams }: Reading): boolean {
  return streams.some((one) => one.hasMore);
}

function isWaiting({ buffer, isDrained }: RangeStream): boolean {
  return buffer.length === 0 && !isDrained;
}

function decoded(object: ObjectModel, { item, isBase }: RangeEntry): StoredRecord {
  return isBase
    ? decodeRecord(object, item)
    : decodeEntry(object, { v: {}, ...item } as unknown as WideEntry);
}

function lowest(streams: readonly RangeStream[], sign: number): RangeStream | null {
  let best: RangeStream | null = null;
  for (const stream of streams) {
    const [head] = stream.buffer;
    const [other] = best?.buffer ?? [];
    if (head && (!other || compareUtf8(head.order, other.order) * sign < 0)) best = stream;
  }
  return best;
}

async function drainStreams(reading: Reading, streams: readonly RangeStream[]): Promise<void> {
  const { budget } = reading.plan;
  await Promise.all(
    streams.map(async (stream) => {
      while (!stream.isDrained && itemsRead(reading) <= budget) await stream.fill(budget + 1);
    }),
  );
}
