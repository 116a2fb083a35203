import type { Causation, Json } from "#engine";
import type { Cell, HistoryEntry } from "./record-store.ts";

/** A record as derivations name it: by ids that never change. */
export interface DerivedTarget {
  readonly objectId: string;
  readonly id: string;
}

/** What a record adds to one cell: one count, and its measures. */
export interface CellShare {
  readonly fieldId: string;
  readonly value: string;
  readonly owner: string;
  /** Measured field id → unit → amount, a decimal string. */
  readonly sums: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A record's entry among those that point at another: found by the field and the record pointed at, in order. */
export interface Link {
  /** Key of the relation, or `objectId.fieldId` of a roll-up that looks for the first or the last. */
  readonly fieldId: string;
  /** Id of the record pointed at. */
  readonly target: string;
  /** Sort key; ends in the id of the record that points. */
  readonly member: string;
  /** Stored value that a roll-up looks at. */
  readonly value?: Json;
}

/** What is derived from a record so far. Tokens and links are exactly those that have an item. */
export interface Ledger {
  /** Version of the record that cells, tokens and links stand for; 0: none yet. */
  readonly version: number;
  /** Metadata and code they were worked out by (`derivationEpoch`); 0: not known. */
  readonly epoch: number;
  /** Optimistic lock; 0: not stored. */
  readonly revision: number;
  readonly cells: readonly CellShare[];
  readonly tokens: readonly string[];
  readonly links: readonly Link[];
}

/** One atomic step of a derivation. */
export interface LedgerStep {
  readonly target: DerivedTarget;
  /** Revision the step was decided from. */
  readonly expectedRevision: number;
  readonly next: Ledger;
  readonly addTokens: readonly string[];
  readonly removeTokens: readonly string[];
  readonly addLinks: readonly Link[];
  readonly removeLinks: readonly Link[];
  readonly addCells: readonly CellShare[];
  readonly removeCells: readonly CellShare[];
  /** Epoch seconds after which the ledger of a deleted record may go; null: kept. */
  readonly expiresAt: number | null;
}

export interface CellName {
  /** The object whose records are counted. */
  readonly objectId: string;
  readonly fieldId: string;
  readonly value: string;
  readonly owner: string;
}

export interface LinkRequest {
  /** The object whose records point. */
  readonly objectId: string;
  readonly fieldId: string;
  readonly target: string;
  readonly limit: number;
  /** Sort key to continue after. */
  readonly after?: string;
  /** From the last on. Default false. */
  readonly reverse?: boolean;
  /** Only entries whose sort key begins like this. */
  readonly prefix?: string;
}

/** Postings, cells, links and history that the stream's consumer keeps. */
export interface DerivedStore {
  ledger(workspace: string, target: DerivedTarget): Promise<Ledger>;
  /** Ledgers by record id; a record without one has none here. */
  ledgers(workspace: string, objectId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Ledger>>;
  /** False when the ledger moved; nothing was written. */
  apply(workspace: string, step: LedgerStep): Promise<boolean>;
  /** Steps of different records; each takes place or not as `apply` would, in their order. */
  applyAll(workspace: string, steps: readonly LedgerStep[]): Promise<readonly boolean[]>;
  /** One cell, strongly consistent; null: nothing was ever counted in it. */
  cell(workspace: string, cell: CellName): Promise<Cell | null>;
  /** Entries that point at a record, strongly consistent, in the order of their sort keys. */
  links(workspace: string, request: LinkRequest): Promise<readonly Link[]>;
  /** Writing the same version again changes nothing. */
  putHistory(workspace: string, target: DerivedTarget, entry: HistoryEntry): Promise<void>;
  /** `putHistory` for many; each may have taken place when it throws. */
  putHistories(
    workspace: string,
    entries: readonly { readonly target: DerivedTarget; readonly entry: HistoryEntry }[],
  ): Promise<void>;
  /** Who deleted the record, from the bin; null when it is gone from there. */
  deletion(workspace: string, target: DerivedTarget): Promise<{ causation: Causation; at: string } | null>;
}
