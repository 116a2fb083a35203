import {
  compareUtf8,
  readsOnlyEntries,
  type JsonObject,
  type ObjectModel,
  type QueryPlan,
  type StoredRecord,
} from "#engine";
import type { PagePosition, PageReader, RecordPage } from "../../ports/record-store.ts";
import { batchGet } from "./batch-get.ts";
import type { Table } from "./client.ts";
import { decodeEntry, decodeRecord, type WideEntry } from "./codec.ts";
import { recordKey, recordPartition, workspaceKey, type WorkspaceKey } from "./keys.ts";
import { RangeStream, type RangeEntry } from "./range-stream.ts";

export interface PageRequest {
  readonly object: ObjectModel;
  readonly plan: QueryPlan;
  readonly limit: number;
  readonly position: PagePosition | null;
  readonly reader: PageReader;
}

/** Most entries asked of the table at once. */
const LARGEST_READ = 1_000;
/** Entries read beyond what the filter has let through so far, so that one more read will usually do. */
const SLACK = 1.3;

/** Carries out a plan: walks its ranges in order, or collects and sorts them. */
export async function queryRecords(
  table: Table,
  workspace: string,
  request: PageRequest,
): Promise<RecordPage> {
  const key = workspaceKey(workspace);
  const reading = startReading(table, key, request);
  const isWalk = request.plan.mode === "walk";
  return isWalk ? walk(reading, request) : collect(reading, request);
}

interface Reading {
  readonly table: Table;
  readonly key: WorkspaceKey;
  readonly object: ObjectModel;
  readonly plan: QueryPlan;
  readonly streams: readonly RangeStream[];
  /** Whether entries must be read whole before they can be filtered. */
  readonly hydratesFirst: boolean;
  hydration: number;
}

function startReading(table: Table, key: WorkspaceKey, { object, plan, position }: PageRequest): Reading {
  const after = plan.mode === "walk" ? ((position?.["after"] as string | undefined) ?? null) : null;
  const source = {
    table,
    pk: recordPartition(key, object.id),
    source: plan.source,
    direction: plan.direction,
  };
  const isWide = plan.source.startsWith("w");
  const isFilterable = plan.mode === "walk" ? plan.residual === null : false;
  return {
    table,
    key,
    object,
    plan,
    streams: plan.ranges.map((range) => new RangeStream(source, range, after)),
    hydratesFirst:
      plan.hydrate && !isFilterable && !(isWide && readsOnlyEntries(object, plan.residual, plan.sort)),
    hydration: 0,
  };
}

async function walk(reading: Reading, request: PageRequest): Promise<RecordPage> {
  const { plan, limit } = request;
  const walked: Walked = { found: [], last: null, consumed: 0, isLeftOver: false };
  while (walked.found.length < limit && hasMore(reading) && read(reading) < plan.budget) {
    const entries = await nextEntries(reading, targetOf(request, walked));
    take(request, walked, { entries, records: await recordsOf(reading, entries) });
  }
  const { found, last } = walked;
  const isMore = walked.isLeftOver || hasMore(reading);
  const here = last === null ? request.position : { after: last };
  const isComplete = !isMore || found.length === limit;
  return finish(reading, request, { found, position: isMore ? here : null, isComplete });
}

interface Walked {
  readonly found: StoredRecord[];
  /** Order part of the last entry consumed. */
  last: string | null;
  consumed: number;
  /** Entries were read that the page had no room for. */
  isLeftOver: boolean;
}

/** Consumes entries in order until the page is full. */
function take(
  { plan, limit, reader }: PageRequest,
  walked: Walked,
  batch: { readonly entries: readonly RangeEntry[]; readonly records: readonly (StoredRecord | undefined)[] },
): void {
  const { entries, records } = batch;
  const room = limit - walked.found.length;
  let taken = 0;
  let at = 0;
  for (const entry of entries) {
    if (taken === room) break;
    const record = records[at];
    at += 1;
    walked.last = entry.order;
    if (!record || (plan.residual !== null && !reader.matches(plan.residual, record))) continue;
    walked.found.push(record);
    taken += 1;
  }
  walked.consumed += at;
  walked.isLeftOver = at < entries.length;
}

async function collect(reading: Reading, request: PageRequest): Promise<RecordPage> {
  const { plan, limit, reader } = request;
  await drain(reading, plan.budget);
  if (read(reading) > plan.budget) {
    return finish(reading, request, { found: [], position: null, isComplete: false });
  }
  const entries = reading.streams.flatMap((stream) => stream.buffer);
  const records = (await recordsOf(reading, entries)).flatMap((one) => one ?? []);
  const start = request.position?.["last"] as StoredRecord | undefined;
  const matching = records
    .filter((one) => plan.residual === null || reader.matches(plan.residual, one))
    .filter((one) => start === undefined || reader.compare(one, start) > 0)
    .sort(reader.compare);
  const found = matching.slice(0, limit);
  const end = matching.length > limit ? found.at(-1) : undefined;
  const position = end ? { last: onlySorted(request, end) } : null;
  return finish(reading, request, { found, position, isComplete: true });
}

/** As much of a record as the order needs. */
function onlySorted({ object, plan }: PageRequest, record: StoredRecord): StoredRecord {
  const ids = plan.sort.flatMap((one) => object.byName.get(one.field)?.id ?? []);
  const values = ids.flatMap((id) => (record.values[id] === undefined ? [] : [[id, record.values[id]]]));
  return { ...record, values: Object.fromEntries(values) as JsonObject };
}

interface Ending {
  readonly found: readonly StoredRecord[];
  readonly position: PagePosition | null;
  readonly isComplete: boolean;
}

async function finish(reading: Reading, request: PageRequest, ending: Ending): Promise<RecordPage> {
  const { plan } = request;
  const needsWhole = plan.hydrate && !reading.hydratesFirst;
  const items = needsWhole ? await hydratePage(reading, request, ending.found) : ending.found;
  return {
    items,
    position: ending.position,
    whole: plan.source === "base" || plan.hydrate,
    itemsRead: read(reading),
    capacity: reading.streams.reduce((sum, one) => sum + one.capacity, reading.hydration),
    complete: ending.isComplete,
  };
}

/** The whole records of a page, checked again: an entry may be older than its record. */
async function hydratePage(
  reading: Reading,
  { plan, reader }: PageRequest,
  found: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  const whole = await hydrate(
    reading,
    found.map((one) => one.id),
  );
  return found.flatMap(({ id }) => {
    const record = whole.get(id);
    return record && (plan.residual === null || reader.matches(plan.residual, record)) ? [record] : [];
  });
}

async function hydrate(reading: Reading, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRecord>> {
  const { table, key, object } = reading;
  const { items, capacity } = await batchGet(
    table,
    ids.map((id) => recordKey(key, object.id, id)),
  );
  reading.hydration += capacity;
  return new Map(items.map((item) => [String(item["sk"]), decodeRecord(object, item)]));
}

async function recordsOf(
  reading: Reading,
  entries: readonly RangeEntry[],
): Promise<readonly (StoredRecord | undefined)[]> {
  const { object, plan } = reading;
  if (plan.source === "base") return entries.map(({ item }) => decodeRecord(object, item));
  if (!reading.hydratesFirst) return entries.map(({ item }) => entryRecord(object, item));
  const whole = await hydrate(
    reading,
    entries.map((one) => one.id),
  );
  return entries.map(({ id }) => whole.get(id));
}

function entryRecord(object: ObjectModel, item: Readonly<Record<string, unknown>>): StoredRecord {
  return decodeEntry(object, { v: {}, ...item } as unknown as WideEntry);
}

/** How many entries to look at next: as many as are wanted, more where the filter has dropped some. */
function targetOf({ plan, limit }: PageRequest, { found, consumed }: Walked): number {
  const wanted = limit - found.length;
  if (plan.residual === null || consumed === 0) return wanted;
  return Math.ceil(Math.min(LARGEST_READ, ((wanted * consumed) / Math.max(1, found.length)) * SLACK));
}

/** Up to `target` next entries of all ranges in order. */
async function nextEntries(reading: Reading, target: number): Promise<readonly RangeEntry[]> {
  const { plan, streams } = reading;
  const share = Math.ceil(target / Math.max(1, streams.length));
  const size = Math.min(LARGEST_READ, (streams.length > 1 ? share * 2 : target) + 1);
  const sign = plan.direction === "asc" ? 1 : -1;
  const entries: RangeEntry[] = [];
  while (entries.length < target) {
    const empty = streams.filter((one) => one.buffer.length === 0 && !one.isDrained);
    if (empty.length > 0 && entries.length > 0 && read(reading) >= plan.budget) break;
    await Promise.all(empty.map((one) => one.fill(size)));
    if (streams.some((one) => one.buffer.length === 0 && !one.isDrained)) continue;
    const next = lowest(streams, sign)?.buffer.shift();
    if (!next) break;
    entries.push(next);
  }
  return entries;
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

async function drain(reading: Reading, budget: number): Promise<void> {
  await Promise.all(
    reading.streams.map(async (stream) => {
      while (!stream.isDrained && read(reading) <= budget) await stream.fill(budget + 1);
    }),
  );
}

function read(reading: Reading): number {
  return reading.streams.reduce((sum, one) => sum + one.itemsRead, 0);
}

function hasMore(reading: Reading): boolean {
  return reading.streams.some((one) => one.hasMore);
}
