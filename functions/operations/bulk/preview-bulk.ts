import {
  success,
  type Filter,
  type ObjectModel,
  type Problem,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { countRecords, type RecordCount } from "../records/count-records.ts";
import { resolveHops } from "../records/resolve-hops.ts";
import { visibleName } from "../records/reference-names.ts";
import type { BulkAction } from "./bulk-action.ts";
import { carryOut, replacedIn, type CarryPorts } from "./carry-out.ts";
import { meantRecords } from "./meant-records.ts";
import { checkBulk, type BulkRequest } from "./start-bulk.ts";

/** Records that are tried, of those looked at. */
const SAMPLES = 20;
const LOOKED_AT = 200;

/** What a bulk job would do. */
export interface BulkPreview {
  readonly count: number;
  readonly countIsMinimum: boolean;
  /** The first records that it would change, or that would be refused. */
  readonly samples: readonly BulkSample[];
}

export interface BulkSample {
  readonly id: string;
  readonly name: string;
  /** Of a replacement: the text before and after. */
  readonly before?: string;
  readonly after?: string;
  /** Why the record would be refused; empty: it would not. */
  readonly problems: readonly Problem[];
}

/** Tries a bulk job on its first records without writing anything. */
export async function previewBulk(
  ports: CarryPorts,
  caller: Caller,
  request: BulkRequest,
): Promise<Result<BulkPreview>> {
  const checked = await checkBulk(ports, caller, request);
  if (!checked.ok) return checked;
  const object = checked.value;
  const { filter } = request;
  const limit = LOOKED_AT;
  const page = await meantRecords(ports, caller, { object, filter, position: null, limit });
  if (!page.ok) return page;
  const counted = await countMeant(ports, caller, { object, filter });
  const samples = await sampled(ports, caller, { ...request, records: page.value.records });
  return success({ count: counted.count, countIsMinimum: counted.isMinimum, samples });
}

async function countMeant(
  ports: CarryPorts,
  caller: Caller,
  { object, filter }: { readonly object: ObjectModel; readonly filter: Filter | null },
): Promise<RecordCount> {
  const now = ports.clock.now().toISOString();
  const resolved = await resolveHops(ports, caller, { object, filter, now });
  if (!resolved.ok) return { count: 0, isMinimum: true };
  return countRecords(ports, caller, { object, filter: resolved.value });
}

async function sampled(
  ports: CarryPorts,
  caller: Caller,
  { records, ...request }: BulkRequest & { readonly records: readonly StoredRecord[] },
): Promise<readonly BulkSample[]> {
  const { action } = request;
  const samples: BulkSample[] = [];
  for (const record of records) {
    if (samples.length >= SAMPLES) break;
    const object = caller.model.objects.get(record.object);
    const texts = object && action.kind === "replace" ? replacedIn(caller, { object, record, action }) : null;
    if (action.kind === "replace" && (!texts || texts.before === texts.after)) continue;
    const problems = await problemsOf(ports, caller, { ...request, record });
    samples.push({ id: record.id, name: visibleName(caller, record) ?? "", ...texts, problems });
  }
  return samples;
}

/** A run of a workflow cannot be tried. */
const canBeTried: Readonly<Record<BulkAction["kind"], boolean>> = {
  edit: true,
  delete: true,
  owner: true,
  replace: true,
  workflow: false,
};

async function problemsOf(
  ports: CarryPorts,
  caller: Caller,
  { record, action }: BulkRequest & { readonly record: StoredRecord },
): Promise<readonly Problem[]> {
  const object = caller.model.objects.get(record.object);
  if (!object || !canBeTried[action.kind]) return [];
  const recordStore = { ...ports.recordStore, commit: () => Promise.resolve({ ok: true } as const) };
  const jobStore = { create: () => Promise.resolve() };
  const trying = { ...ports, recordStore, jobStore };
  const names = { command: "preview", operation: "preview" };
  const outcome = await carryOut(trying, caller, { object, id: record.id, action, ...names });
  return outcome.ok ? [] : outcome.problems;
}
