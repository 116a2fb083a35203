import type { ObjectModel, StoredRecord, UniqueClaim } from "#engine";

/** A record with what is stored beside what it says; only the adapter looks into `item`. */
export interface RecordState {
  readonly record: StoredRecord;
  readonly item: Readonly<Record<string, unknown>>;
}

/** What a claim came to. `moved`: the record changed since it was read, so its writer claims. */
export type ClaimOutcome = "claimed" | "held" | "moved" | { readonly holder: string };

/** Reads and rewrites that background jobs make; none of them changes a record's version. */
export interface BackfillStore {
  /** Eventually consistent; an upper bound of work, not a promise. */
  count(workspace: string, object: ObjectModel): Promise<number>;
  /** Records in the order of their ids, strongly consistent; `after` null at the end. */
  page(
    workspace: string,
    object: ObjectModel,
    request: { readonly after: string | null; readonly limit: number },
  ): Promise<{ readonly items: readonly RecordState[]; readonly after: string | null }>;
  /**
   * Stores records as a write of today would (index keys, converted values), without the values under the keys `drop`.
   * Each only while its version and everything it replaces are as they were read. Returns how many were stored.
   */
  rewrite(
    workspace: string,
    object: ObjectModel,
    request: { readonly items: readonly RecordState[]; readonly drop: ReadonlySet<string> },
  ): Promise<number>;
  /** How the stored items differ from what a write of today would store; empty: not at all. */
  difference(workspace: string, object: ObjectModel, item: RecordState): readonly string[];
  /** Claims unique values for records, each while its record is as it was read; outcomes in the order of the claims. */
  claim(
    workspace: string,
    object: ObjectModel,
    claims: readonly { readonly state: RecordState; readonly claim: UniqueClaim }[],
  ): Promise<readonly ClaimOutcome[]>;
  /** Takes a value from a holder that no longer has it: gone, or still at the version that was read. */
  takeOver(
    workspace: string,
    object: ObjectModel,
    request: {
      readonly state: RecordState;
      readonly claim: UniqueClaim;
      readonly holder: string;
      readonly holderVersion: number | null;
    },
  ): Promise<boolean>;
  /** Gives back a claim that the record holds. */
  release(
    workspace: string,
    object: ObjectModel,
    request: { readonly id: string; readonly claim: UniqueClaim },
  ): Promise<boolean>;
  /** Search postings that records should have and do not. */
  missingPostings(
    workspace: string,
    objectId: string,
    records: readonly Posted[],
  ): Promise<readonly { readonly id: string; readonly token: string }[]>;
  /** All postings of a workspace whose tokens begin like these. */
  postingsLike(
    workspace: string,
    tokens: ReadonlySet<string>,
  ): Promise<readonly { readonly objectId: string; readonly id: string; readonly token: string }[]>;
}

export interface Posted {
  readonly id: string;
  readonly tokens: readonly string[];
}
