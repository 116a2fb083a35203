import type { Json, ObjectModel, StoredRecord, WorkspaceModel } from "#engine";
import type {
  CellShare,
  DerivedStore,
  DerivedTarget,
  Ledger,
  LedgerStep,
} from "../../ports/derived-store.ts";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import type { RecordChange, RecordImage } from "../../ports/record-change.ts";
import type { HistoryEntry } from "../../ports/record-store.ts";
import { releaseFiles } from "../files/release-files.ts";
import { cellShares } from "./cell-shares.ts";
import { searchTokens } from "./search-tokens.ts";

export interface DerivePorts {
  /** Told which files a change took out of a record; absent: nobody is. */
  readonly fileCatalog?: Pick<FileCatalog, "schedule">;
  readonly derivedStore: DerivedStore;
  readonly models: {
    current(workspace: string): Promise<WorkspaceModel | null>;
    invalidate(workspace: string): void;
  };
}

/** Postings moved in one transaction, which holds 100 items (AWS limit) with the ledger and its cells. */
const POSTINGS_PER_STEP = 50;
const MOST_CONFLICTS = 20;
/** Seconds the ledger of a deleted record outlives every redelivery: the stream keeps changes for a day. */
const TOMBSTONE_SECONDS = 48 * 60 * 60;

/**
 * Brings history, search postings and cells up to a change of a record. Done again, late, or after a crash at any
 * point, the outcome is the same: every step moves the record's ledger in the same transaction, and older versions
 * never overwrite newer ones.
 */
export async function deriveRecord(ports: DerivePorts, change: RecordChange): Promise<void> {
  const object = await objectOf(ports, change);
  if (!object) return;
  const sides = { object, before: change.before?.(object) ?? null, after: change.after?.(object) ?? null };
  if (isRewrite(sides)) return;
  const entry = await historyEntry(ports, change, sides);
  if (!entry) return;
  await ports.derivedStore.putHistory(change.workspace, change.target, entry);
  const record = sides.after?.record ?? null;
  if (ports.fileCatalog) {
    const before = sides.before?.record ?? null;
    await releaseFiles(ports.fileCatalog, change.workspace, { object, before, after: record, at: entry.at });
  }
  await settle(ports, change, { object, record, version: entry.version, at: entry.at });
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

/** The object by the model at hand, or by a fresh one when it is newer than that. */
async function objectOf(
  { models }: DerivePorts,
  { workspace, target }: RecordChange,
): Promise<ObjectModel | null> {
  const known = (await models.current(workspace))?.objectsById.get(target.objectId);
  if (known) return known;
  models.invalidate(workspace);
  return (await models.current(workspace))?.objectsById.get(target.objectId) ?? null;
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

interface Wanted {
  readonly object: ObjectModel;
  readonly record: StoredRecord | null;
  readonly version: number;
  /** When the change took place. */
  readonly at: string;
}

async function settle(ports: DerivePorts, change: RecordChange, wanted: Wanted): Promise<void> {
  const { workspace, target } = change;
  for (let conflicts = 0; conflicts < MOST_CONFLICTS;) {
    const ledger = await ports.derivedStore.ledger(workspace, target);
    if (ledger.version >= wanted.version) return;
    const step = nextStep(target, ledger, wanted);
    if (!(await ports.derivedStore.apply(workspace, step))) conflicts += 1;
  }
  throw new Error("a record's ledger kept moving while it was derived");
}

/** The next step from what the ledger says to what the record says; the last one also moves cells and version. */
function nextStep(
  target: DerivedTarget,
  ledger: Ledger,
  { object, record, version, at }: Wanted,
): LedgerStep {
  const tokens = new Set(record ? searchTokens(object, record) : []);
  const cells = record ? cellShares(object, record) : [];
  const has = new Set(ledger.tokens);
  const missing = [...tokens].filter((one) => !has.has(one));
  const surplus = ledger.tokens.filter((one) => !tokens.has(one));
  const isLast = missing.length + surplus.length <= POSTINGS_PER_STEP;
  const addTokens = missing.slice(0, POSTINGS_PER_STEP);
  const removeTokens = surplus.slice(0, POSTINGS_PER_STEP - addTokens.length);
  const removed = new Set(removeTokens);
  const [addCells, removeCells] = isLast
    ? [without(cells, ledger.cells), without(ledger.cells, cells)]
    : [[], []];
  return {
    target,
    expectedRevision: ledger.revision,
    next: {
      version: isLast ? version : ledger.version,
      revision: ledger.revision + 1,
      cells: isLast ? cells : ledger.cells,
      tokens: [...ledger.tokens.filter((one) => !removed.has(one)), ...addTokens],
    },
    addTokens,
    removeTokens,
    addCells,
    removeCells,
    expiresAt: isLast && !record ? Math.floor(Date.parse(at) / 1000) + TOMBSTONE_SECONDS : null,
  };
}

function without(cells: readonly CellShare[], others: readonly CellShare[]): readonly CellShare[] {
  const known = new Set(others.map(canonical));
  return cells.filter((one) => !known.has(canonical(one)));
}

/** JSON text with sorted keys: stores do not keep the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
