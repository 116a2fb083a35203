import type { JsonObject, ObjectModel, QueryPlan, StoredRecord } from "#engine";
import type { PagePosition, PageReader, RecordPage } from "../../ports/record-store.ts";
import type { Table } from "./client.ts";
import { workspaceKey } from "./keys.ts";
import {
  capacityOf,
  drain,
  hasMore,
  hydrate,
  itemsRead,
  LARGEST_READ,
  nextEntries,
  readInside,
  recordsOf,
  startReading,
  type Reading,
} from "./plan-reading.ts";
import type { RangeEntry } from "./range-stream.ts";

export interface PageRequest {
  readonly object: ObjectModel;
  readonly plan: QueryPlan;
  readonly limit: number;
  readonly position: PagePosition | null;
  readonly reader: PageReader;
  /** Matching records to pass over first. */
  readonly offset?: number;
}

/** Entries read beyond what the filter has let through so far, so that one more read will usually do. */
const SLACK = 1.3;
/** Records of a sorted range that are checked further at once. */
const CHECKED_AT_ONCE = 200;

/** Carries out a plan: walks its ranges in order, or collects and sorts them. */
export async function queryRecords(
  table: Table,
  workspace: string,
  request: PageRequest,
): Promise<RecordPage> {
  const reading = startReading(table, workspaceKey(workspace), request);
  if (!(await readInside(reading))) return unanswered(reading, request);
  return request.plan.mode === "walk" ? walk(reading, request) : collect(reading, request);
}

async function walk(reading: Reading, request: PageRequest): Promise<RecordPage> {
  const { offset = 0 } = request;
  const walked: Walked = { found: [], skip: offset, last: null, consumed: 0, isLeftOver: false };
  walked.skip -= await skipped(reading, request);
  while (wantsMore(reading, request, walked)) {
    const entries = await nextEntries(reading, targetOf(request, walked));
    const records = await admitted(request, await recordsOf(reading, entries));
    if (!records) return endOfWalk(reading, request, { ...walked, isLeftOver: true });
    take(request, walked, { entries, records });
  }
  return endOfWalk(reading, request, walked);
}

function wantsMore(reading: Reading, { plan, limit, offset = 0 }: PageRequest, { found }: Walked): boolean {
  return found.length < limit && hasMore(reading) && itemsRead(reading) < plan.budget + offset;
}

function endOfWalk(reading: Reading, request: PageRequest, walked: Walked): Promise<RecordPage> {
  const { found, skip, last, isLeftOver } = walked;
  const isMore = isLeftOver || hasMore(reading);
  if (skip > 0 && isMore) return unanswered(reading, request);
  const here = last === null ? request.position : { after: last };
  const isComplete = !isMore || found.length === request.limit;
  return finish(reading, request, { found, position: isMore ? here : null, isComplete });
}

/** Records passed over without being looked at, where every entry of the one range is wanted. */
async function skipped(reading: Reading, { plan, offset = 0, reader }: PageRequest): Promise<number> {
  const [only, ...others] = reading.streams;
  const isPlain = plan.residual === null && !plan.within && !reader.admits;
  if (offset === 0 || !only || others.length > 0 || !isPlain) return 0;
  return only.skip(offset);
}

interface Walked {
  readonly found: StoredRecord[];
  /** Matching records still to be passed over. */
  skip: number;
  /** Order part of the last entry consumed. */
  last: string | null;
  consumed: number;
  /** Entries were read that the page had no room for. */
  isLeftOver: boolean;
}

/** The records that the filter lets through, undefined in place of the others; null: too dear to find out. */
async function admitted(
  { plan, reader }: PageRequest,
  records: readonly (StoredRecord | undefined)[],
): Promise<readonly (StoredRecord | undefined)[] | null> {
  const matching = records.map((one) =>
    one && (plan.residual === null || reader.matches(plan.residual, one)) ? one : undefined,
  );
  if (!reader.admits) return matching;
  const asked = matching.filter((one) => one !== undefined);
  const answers = await reader.admits(asked);
  if (!answers) return null;
  const passed = new Set(asked.filter((_, at) => answers[at] === true));
  return matching.map((one) => (one && passed.has(one) ? one : undefined));
}

/** Consumes entries in order until the page is full. */
function take(
  { limit }: PageRequest,
  walked: Walked,
  batch: {
    readonly entries: readonly RangeEntry[];
    readonly records: readonly (StoredRecord | undefined)[];
  },
): void {
  const { entries, records } = batch;
  let at = 0;
  for (const entry of entries) {
    if (walked.found.length === limit) break;
    const record = records[at];
    at += 1;
    walked.last = entry.order;
    if (!record) continue;
    if (walked.skip > 0) walked.skip -= 1;
    else walked.found.push(record);
  }
  walked.consumed += at;
  walked.isLeftOver = at < entries.length;
}

async function collect(reading: Reading, request: PageRequest): Promise<RecordPage> {
  const { plan, limit, reader, offset = 0 } = request;
  const entries = await drain(reading);
  if (itemsRead(reading) > plan.budget) return unanswered(reading, request);
  const records = (await recordsOf(reading, entries)).flatMap((one) => one ?? []);
  const start = request.position?.["last"] as StoredRecord | undefined;
  const matching = records
    .filter((one) => plan.residual === null || reader.matches(plan.residual, one))
    .filter((one) => start === undefined || reader.compare(one, start) > 0)
    .sort(reader.compare);
  const wanted = await firstAdmitted(reader, matching, offset + limit + 1);
  if (!wanted) return unanswered(reading, request);
  const found = wanted.slice(offset, offset + limit);
  const end = wanted.length > offset + limit ? found.at(-1) : undefined;
  const position = end ? { last: onlySorted(request, end) } : null;
  return finish(reading, request, { found, position, isComplete: true });
}

/** The first so many that the reader lets through; null: too dear to find out. */
async function firstAdmitted(
  reader: PageReader,
  records: readonly StoredRecord[],
  count: number,
): Promise<readonly StoredRecord[] | null> {
  if (!reader.admits) return records;
  const found: StoredRecord[] = [];
  for (let at = 0; at < records.length && found.length < count; at += CHECKED_AT_ONCE) {
    const batch = records.slice(at, at + CHECKED_AT_ONCE);
    const answers = await reader.admits(batch);
    if (!answers) return null;
    found.push(...batch.filter((_, which) => answers[which] === true));
  }
  return found;
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

/** More would have to be read than the budget, and nothing can be told before that. */
function unanswered(reading: Reading, request: PageRequest): Promise<RecordPage> {
  return finish(reading, request, { found: [], position: null, isComplete: false });
}

async function finish(reading: Reading, request: PageRequest, ending: Ending): Promise<RecordPage> {
  const { plan } = request;
  const needsWhole = plan.hydrate && !reading.hydratesFirst;
  const items = needsWhole ? await hydratePage(reading, request, ending.found) : ending.found;
  return {
    items,
    position: ending.position,
    whole: plan.source === "base" || plan.hydrate,
    itemsRead: itemsRead(reading),
    capacity: capacityOf(reading),
    complete: ending.isComplete,
  };
}

/** The whole records of a page, checked again: an entry may be older than its record. */
async function hydratePage(
  reading: Reading,
  { plan, reader }: PageRequest,
  found: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  if (found.length === 0) return [];
  const whole = await hydrate(
    reading,
    found.map((one) => one.id),
  );
  return found.flatMap(({ id }) => {
    const record = whole.get(id);
    return record && (plan.residual === null || reader.matches(plan.residual, record)) ? [record] : [];
  });
}

/** How many entries to look at next: as many as are wanted, more where the filter has dropped some. */
function targetOf({ plan, limit, reader }: PageRequest, { found, skip, consumed }: Walked): number {
  const wanted = limit - found.length + skip;
  const isFiltered = plan.residual !== null || plan.within !== undefined || reader.admits !== undefined;
  if (!isFiltered || consumed === 0) return Math.min(LARGEST_READ, wanted);
  return Math.ceil(Math.min(LARGEST_READ, ((wanted * consumed) / Math.max(1, found.length)) * SLACK));
}
