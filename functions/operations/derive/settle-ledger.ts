import type { ObjectModel, StoredRecord, WorkspaceModel } from "#engine";
import type {
  CellShare,
  DerivedStore,
  DerivedTarget,
  Ledger,
  LedgerStep,
  Link,
} from "../../ports/derived-store.ts";
import { derivationEpoch } from "./derivation-epoch.ts";
import { recordShares, type RecordShares } from "./record-shares.ts";

/** Postings and links moved in one transaction, which holds 100 items (AWS limit) with the ledger and its cells. */
const ENTRIES_PER_STEP = 50;
/** Most cells that move together with entries. */
const CELLS_WITH_ENTRIES = 48;
const MOST_CONFLICTS = 20;
/** Seconds the ledger of a deleted record outlives every redelivery: the stream keeps changes for a day. */
const TOMBSTONE_SECONDS = 48 * 60 * 60;

/** A state of a record that its ledger is to stand for. */
export interface Settling {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly target: DerivedTarget;
  /** Null: deleted. */
  readonly record: StoredRecord | null;
  readonly version: number;
  /** When the change took place. */
  readonly at: string;
}

/**
 * Moves postings, links and cells to what the record says, unless they stand for a newer state already. False: they were
 * worked out by newer metadata than this; the caller must load it and come again.
 */
export async function settleLedger(derivedStore: DerivedStore, settling: Settling): Promise<boolean> {
  const { model, object, target, record, version } = settling;
  const shares = recordShares(model, object, record);
  const epoch = derivationEpoch(model);
  for (let conflicts = 0; conflicts < MOST_CONFLICTS;) {
    const ledger = await derivedStore.ledger(model.workspace.id, target);
    if (ledger.version > version) return true;
    if (ledger.version === version && ledger.epoch >= epoch) return true;
    if (ledger.epoch > epoch) return false;
    const step = nextStep(settling, ledger, shares);
    if (!(await derivedStore.apply(model.workspace.id, step))) conflicts += 1;
  }
  throw new Error("a record's ledger kept moving while it was derived");
}

/** The next step from what the ledger says to what the record says; the last one also moves cells and version. */
export function nextStep(settling: Settling, ledger: Ledger, shares: RecordShares): LedgerStep {
  const { target, record, version, model, at } = settling;
  const tokens = changes(shares.tokens, ledger.tokens);
  const links = changes(shares.links, ledger.links);
  const cells = changes(shares.cells, ledger.cells);
  const entries = tokens.missing.length + tokens.surplus.length + links.missing.length + links.surplus.length;
  const isRoomy = cells.missing.length + cells.surplus.length <= CELLS_WITH_ENTRIES;
  const isLast = entries === 0 || (entries <= ENTRIES_PER_STEP && isRoomy);
  const take = taker(ENTRIES_PER_STEP);
  const addTokens = take(tokens.missing);
  const removeTokens = take(tokens.surplus);
  const addLinks = take(links.missing);
  const removeLinks = take(links.surplus);
  return {
    target,
    expectedRevision: ledger.revision,
    next: {
      version: isLast ? version : ledger.version,
      epoch: isLast ? derivationEpoch(model) : ledger.epoch,
      revision: ledger.revision + 1,
      cells: isLast ? shares.cells : ledger.cells,
      tokens: [...changes(ledger.tokens, removeTokens).missing, ...addTokens],
      links: [...changes(ledger.links, removeLinks).missing, ...addLinks],
    },
    addTokens,
    removeTokens,
    addLinks,
    removeLinks,
    addCells: isLast ? cells.missing : [],
    removeCells: isLast ? cells.surplus : [],
    expiresAt: isLast && !record ? Math.floor(Date.parse(at) / 1000) + TOMBSTONE_SECONDS : null,
  };
}

/** Takes from one list after another until the number is used up. */
function taker(most: number): <Item>(items: readonly Item[]) => readonly Item[] {
  let left = most;
  return (items) => {
    const taken = items.slice(0, left);
    left -= taken.length;
    return taken;
  };
}

type Share = string | CellShare | Link;

/** What is wanted and not there, and what is there and not wanted. */
function changes<Item extends Share>(wanted: readonly Item[], there: readonly Item[]) {
  const want = new Set(wanted.map(canonical));
  const has = new Set(there.map(canonical));
  const distinct = new Map(wanted.map((one) => [canonical(one), one]));
  return {
    missing: [...distinct].filter(([key]) => !has.has(key)).map(([, one]) => one),
    surplus: there.filter((one) => !want.has(canonical(one))),
  };
}

/** JSON text with sorted keys: stores do not keep the order of keys. */
export function canonical(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
