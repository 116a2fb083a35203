import type { Json, ObjectModel, StoredRecord, WorkspaceModel } from "#engine";
import type { DerivedStore } from "../../ports/derived-store.ts";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import type { RecordChange, RecordImage } from "../../ports/record-change.ts";
import type { HistoryEntry } from "../../ports/record-store.ts";
import { releaseFiles } from "../files/release-files.ts";
import { followChange, type FollowPorts } from "./follow-change.ts";
import { isRefresh } from "./refresh-record.ts";
import { canonical, settleLedger, type Settling } from "./settle-ledger.ts";

export interface DerivePorts {
  /** Told which files a change took out of a record; absent: nobody is. */
  readonly fileCatalog?: Pick<FileCatalog, "schedule">;
  readonly derivedStore: DerivedStore;
  /** Brings up to date what is made of a changed record; absent: nothing is. */
  readonly follow?: Omit<FollowPorts, "derivedStore">;
  readonly models: {
    current(workspace: string): Promise<WorkspaceModel | null>;
    invalidate(workspace: string): void;
  };
}

/** Times metadata is loaded again because somebody derived by newer. */
const MOST_RELOADS = 5;

/**
 * Brings history, search postings and cells up to a change of a record. Done again, late, or after a crash at any
 * point, the outcome is the same: every step moves the record's ledger in the same transaction, and older versions
 * never overwrite newer ones.
 */
export async function deriveRecord(ports: DerivePorts, change: RecordChange): Promise<void> {
  for (let reloads = 0; reloads < MOST_RELOADS; reloads += 1) {
    const found = await modelOf(ports, change);
    if (!found || (await deriveBy(ports, change, found))) return;
    ports.models.invalidate(change.workspace);
  }
  throw new Error("metadata kept moving while a record was derived");
}

/** False: somebody derived the record by newer metadata. */
async function deriveBy(ports: DerivePorts, change: RecordChange, found: Found): Promise<boolean> {
  const prepared = await prepareChange(ports, change, found);
  if (!prepared) return true;
  const { derivedStore } = ports;
  if (prepared.isTold) await derivedStore.putHistory(change.workspace, change.target, prepared.entry);
  const settled = await settleLedger(derivedStore, settlingOf(prepared));
  if (settled) await followPrepared(ports, prepared);
  return settled;
}

/** A change with what is known of it before anything is derived. */
export interface PreparedChange {
  readonly change: RecordChange;
  readonly found: Found;
  readonly sides: Sides;
  readonly entry: HistoryEntry;
  /** Whether the entry goes into the history. */
  readonly isTold: boolean;
}

/** Null: nothing follows from the change. The files it took out of the record are already told. */
export async function prepareChange(
  ports: DerivePorts,
  change: RecordChange,
  found: Found,
): Promise<PreparedChange | null> {
  const sides = sidesOf(change, found.object);
  if (isRewrite(sides)) return null;
  const entry = await historyEntry(ports, change, sides);
  if (!entry) return null;
  const released = { ...recordsOf(sides), at: entry.at };
  if (ports.fileCatalog) await releaseFiles(ports.fileCatalog, change.workspace, released);
  return { change, found, sides, entry, isTold: isTold(sides) };
}

/** What the record's ledger is to stand for after a change. */
export function settlingOf({ change, found, sides, entry }: PreparedChange): Settling {
  const { version, at } = entry;
  return { ...found, target: change.target, record: recordsOf(sides).after, version, at };
}

/** What is made of the record follows, once its ledger is settled. */
export async function followPrepared(
  { follow: others, derivedStore }: DerivePorts,
  { change, found, sides }: PreparedChange,
): Promise<void> {
  const causation = (sides.after ?? sides.before)?.causation;
  if (!others || !causation) return;
  const followed = { ...recordsOf(sides), model: found.model, id: change.target.id, causation };
  await followChange({ ...others, derivedStore }, followed);
}

function sidesOf({ before, after }: RecordChange, object: ObjectModel): Sides {
  return { object, before: before?.(object) ?? null, after: after?.(object) ?? null };
}

function recordsOf({ object, before, after }: Sides) {
  return { object, before: before?.record ?? null, after: after?.record ?? null };
}

/** Derived values that followed are no part of the history; a new owner is. */
function isTold({ before, after }: Sides): boolean {
  return !after || !isRefresh(after.causation) || before?.record.owner !== after.record.owner;
}

interface Sides {
  readonly object: ObjectModel;
  readonly before: RecordImage | null;
  readonly after: RecordImage | null;
}

/** An index build writes an item again without a new version. */
function isRewrite({ before, after }: Sides): boolean {
  return before !== null && before.record.version === after?.record.version;
}

export interface Found {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
}

/** The object by the model at hand, or by a fresh one when it is newer than that. */
export async function modelOf(
  { models }: DerivePorts,
  { workspace, target }: RecordChange,
): Promise<Found | null> {
  const find = (model: WorkspaceModel | null): Found | null => {
    const object = model?.objectsById.get(target.objectId);
    return model && object ? { model, object } : null;
  };
  const known = find(await models.current(workspace));
  if (known) return known;
  models.invalidate(workspace);
  return find(await models.current(workspace));
}

async function historyEntry(
  ports: DerivePorts,
  change: RecordChange,
  { object, before, after }: Sides,
): Promise<HistoryEntry | null> {
  if (!after) return before && deletionEntry(ports, change, before);
  const { record, causation } = after;
  const first = record.version === 1 ? "created" : "restored";
  return {
    at: record.updatedAt,
    actor: causation.actor,
    kind: before ? "updated" : first,
    version: record.version,
    changes: changesOf(object, before?.record ?? null, record),
    ...(causation.move ? { move: causation.move } : {}),
    ...(causation.merge && !isRefresh(causation) ? { merge: causation.merge } : {}),
  };
}

/** A deletion counts as the version after the last; the bin knows whose it was. */
async function deletionEntry(
  { derivedStore }: DerivePorts,
  { workspace, target }: RecordChange,
  { record }: RecordImage,
): Promise<HistoryEntry> {
  const deletion = await derivedStore.deletion(workspace, target);
  return {
    at: deletion?.at ?? record.updatedAt,
    actor: deletion?.causation.actor ?? { kind: "system", id: "" },
    kind: "deleted",
    version: record.version + 1,
    changes: {},
  };
}

function changesOf(
  object: ObjectModel,
  before: StoredRecord | null,
  after: StoredRecord,
): HistoryEntry["changes"] {
  const old = before?.values ?? {};
  const ids = [...new Set([...Object.keys(old), ...Object.keys(after.values)])];
  const changed = ids
    .filter((id) => object.byId.get(id)?.definition.history !== false)
    .map((id) => [id, [old[id] ?? null, after.values[id] ?? null]] as const)
    .filter(([, [was, is]]) => canonical(was) !== canonical(is));
  const owner: readonly (readonly [string, readonly [Json, Json]])[] =
    before && before.owner !== after.owner ? [["_o", [before.owner, after.owner]]] : [];
  return Object.fromEntries([...changed, ...owner]);
}
