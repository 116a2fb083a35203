import type { Causation } from "#engine";
import type { HistoryEntry } from "./record-store.ts";

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

/** What is derived from a record so far. Tokens are exactly those that have a posting. */
export interface Ledger {
  /** Version of the record that cells and tokens stand for; 0: none yet. */
  readonly version: number;
  /** Optimistic lock; 0: not stored. */
  readonly revision: number;
  readonly cells: readonly CellShare[];
  readonly tokens: readonly string[];
}

/** One atomic step of a derivation. */
export interface LedgerStep {
  readonly target: DerivedTarget;
  /** Revision the step was decided from. */
  readonly expectedRevision: number;
  readonly next: Ledger;
  readonly addTokens: readonly string[];
  readonly removeTokens: readonly string[];
  readonly addCells: readonly CellShare[];
  readonly removeCells: readonly CellShare[];
  /** Epoch seconds after which the ledger of a deleted record may go; null: kept. */
  readonly expiresAt: number | null;
}

/** Postings, cells and history that the stream's consumer keeps. */
export interface DerivedStore {
  ledger(workspace: string, target: DerivedTarget): Promise<Ledger>;
  /** False when the ledger moved; nothing was written. */
  apply(workspace: string, step: LedgerStep): Promise<boolean>;
  /** Writing the same version again changes nothing. */
  putHistory(workspace: string, target: DerivedTarget, entry: HistoryEntry): Promise<void>;
  /** Who deleted the record, from the bin; null when it is gone from there. */
  deletion(workspace: string, target: DerivedTarget): Promise<{ causation: Causation; at: string } | null>;
}
