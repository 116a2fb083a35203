import {
  isSameFinding,
  judgeRecord,
  pageReader,
  planQuery,
  presentName,
  readStored,
  relatedPathsOf,
  type ChangeEffect,
  type Finding,
  type JsonObject,
  type Judged,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { PagePosition, RecordStore } from "../../ports/record-store.ts";
import { loadReached } from "../records/load-reached.ts";

/** Records of an object that a plan looks at; beyond it the plan says “at least”. */
export const SCAN_LIMIT = 20_000;
const PAGE = 500;
const SAMPLES = 100;
/** Samples named for each value told apart. */
const GROUP_SAMPLES = 5;
/** Most values told apart, and most shown. */
const GROUPS = 20_000;
const SHOWN_GROUPS = 10;

export interface SampleRecord {
  readonly id: string;
  readonly name: string;
  /** API name of its object. */
  readonly object: string;
  /** The value it is about, as a person reads it. */
  readonly value?: string;
}

/** What a change does to the records that were looked at. */
export interface Tally {
  readonly hits: number;
  readonly concerned: number;
  readonly isMinimum: boolean;
  readonly samples: readonly SampleRecord[];
  /** Hits by value, the most frequent first; empty when they are not told apart. */
  readonly groups: readonly ValueGroup[];
}

export interface ValueGroup {
  readonly value: string;
  readonly count: number;
  readonly samples: readonly SampleRecord[];
}

export interface ScanRequest {
  readonly before: WorkspaceModel;
  readonly after: WorkspaceModel;
  /** The published object. */
  readonly object: ObjectModel;
  readonly effects: readonly ChangeEffect[];
  /** RFC 3339. */
  readonly now: string;
}

/** One pass over an object's records that asks every effect about each of them, page by page. */
export async function scanRecords(store: RecordStore, request: ScanRequest): Promise<readonly Tally[]> {
  const { object, effects } = request;
  const counters = effects.map((effect) => new Counter(effect, object));
  const planned = planQuery({
    object,
    filter: null,
    sort: [],
    limit: PAGE,
    columns: null,
    scope: { kind: "all" },
  });
  if (!planned.ok) throw new Error(`an object cannot be read: ${JSON.stringify(planned.problems)}`);
  let position: PagePosition | null = null;
  let seen = 0;
  do {
    const page = await store.query(request.before.workspace.id, {
      object,
      plan: planned.value,
      limit: PAGE,
      position,
      reader: pageReader(object, []),
    });
    for (const record of await Promise.all(page.items.map((one) => judgedRecord(store, request, one))))
      for (const counter of counters) counter.add(record);
    seen += page.items.length;
    position = page.position;
  } while (position !== null && seen < SCAN_LIMIT);
  return counters.map((one) => one.tally(position !== null));
}

/** A record under both models; its faults are worked out when an effect asks for them. */
async function judgedRecord(store: RecordStore, request: ScanRequest, before: StoredRecord): Promise<Judged> {
  const object = request.after.objectsById.get(request.object.id);
  const after = object
    ? { ...before, object: object.apiName, values: readStored(object, before.values) }
    : null;
  const reached = {
    before: await reachedFrom(store, request, {
      model: request.before,
      object: request.object,
      record: before,
    }),
    after:
      object && after
        ? await reachedFrom(store, request, { model: request.after, object, record: after })
        : {},
  };
  let faults: readonly Finding[] | null = null;
  return {
    before,
    after,
    get newFaults() {
      faults ??= object && after ? newFaults(request, { object, before, after, reached }) : [];
      return faults;
    },
  };
}

/** What conditions of the object read through relations of the record. */
async function reachedFrom(
  store: RecordStore,
  { before }: ScanRequest,
  about: { readonly model: WorkspaceModel; readonly object: ObjectModel; readonly record: StoredRecord },
): Promise<JsonObject> {
  const { model, object, record } = about;
  if (relatedPathsOf(object).length === 0) return {};
  return loadReached(store, before.workspace.id, { model, object, values: record.values });
}

function newFaults(
  { before, after, object, now }: ScanRequest,
  records: {
    readonly object: ObjectModel;
    readonly before: StoredRecord;
    readonly after: StoredRecord;
    readonly reached: { readonly before: JsonObject; readonly after: JsonObject };
  },
): readonly Finding[] {
  const { reached } = records;
  const found = judgeRecord(after, records.object, { record: records.after, now, reached: reached.after });
  if (found.length === 0) return found;
  const old = judgeRecord(before, object, { record: records.before, now, reached: reached.before });
  return found.filter((one) => !old.some((other) => isSameFinding(one, other)));
}

class Counter {
  private hits = 0;
  private concerned = 0;
  private overflow = false;
  private readonly samples: SampleRecord[] = [];
  private readonly groups = new Map<string, { count: number; samples: SampleRecord[] }>();
  private readonly effect: ChangeEffect;
  private readonly object: ObjectModel;

  constructor(effect: ChangeEffect, object: ObjectModel) {
    this.effect = effect;
    this.object = object;
  }

  add(judged: Judged): void {
    const { hit, concerned, value } = this.effect.look(judged, this.object);
    if (concerned) this.concerned += 1;
    if (!hit) return;
    this.hits += 1;
    const isFull = this.samples.length >= SAMPLES;
    if (isFull && value === undefined) return;
    const sample = { ...sampleOf(this.object, judged.before), ...(value === undefined ? {} : { value }) };
    if (!isFull) this.samples.push(sample);
    if (value !== undefined) this.group(value, sample);
  }

  tally(isPartial: boolean): Tally {
    const onlyRepeated = this.effect.means === "duplicates";
    const groups = [...this.groups]
      .map(([value, { count, samples }]) => ({ value, count, samples }))
      .filter((one) => !onlyRepeated || one.count > 1)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    const repeated = groups.reduce((sum, one) => sum + one.count, 0);
    return {
      hits: onlyRepeated ? repeated : this.hits,
      concerned: this.concerned,
      isMinimum: isPartial || this.overflow,
      samples: onlyRepeated ? groups.flatMap((one) => one.samples).slice(0, SAMPLES) : this.samples,
      groups: groups.slice(0, SHOWN_GROUPS),
    };
  }

  private group(value: string, sample: SampleRecord): void {
    const found = this.groups.get(value);
    if (found) {
      found.count += 1;
      if (found.samples.length < GROUP_SAMPLES) found.samples.push(sample);
    } else if (this.groups.size < GROUPS) this.groups.set(value, { count: 1, samples: [sample] });
    else this.overflow = true;
  }
}

function sampleOf(object: ObjectModel, record: StoredRecord): SampleRecord {
  return { id: record.id, name: presentName(object, record), object: object.apiName };
}
