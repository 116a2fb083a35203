import type {
  Causation,
  Filter,
  MergeNote,
  MoveNote,
  ObjectModel,
  QueryPlan,
  RecordRef,
  RecordWrite,
  Result,
  StoredRecord,
} from "#engine";

/** Why a commit did not happen; nothing was written. */
export type CommitFailure =
  | { readonly reason: "stale"; readonly write: number; readonly current: StoredRecord | null }
  | { readonly reason: "exists"; readonly write: number }
  | { readonly reason: "claimed"; readonly write: number; readonly fieldId: string; readonly holder: string }
  | { readonly reason: "guard"; readonly write: number; readonly missing: RecordRef };

export type CommitOutcome = { readonly ok: true } | { readonly ok: false; readonly failure: CommitFailure };

/** One page read by a plan; `position` continues after the last item, null at the end. */
export interface RecordPage {
  readonly items: readonly StoredRecord[];
  readonly position: PagePosition | null;
  /** True when every item carries the whole record, not only listable fields. */
  readonly whole: boolean;
  readonly itemsRead: number;
  /** Read capacity units spent. */
  readonly capacity: number;
  /** False when the budget ended before the page was full; continue with `position`. */
  readonly complete: boolean;
}

/** Where a page ended: one entry per range (`last` key consumed, or null), JSON-safe. */
export type PagePosition = Readonly<Record<string, unknown>>;

/** Evaluates the residual filter and order in memory; supplied by the engine so that the store knows no types. */
export interface PageReader {
  readonly matches: (filter: Filter, record: StoredRecord) => boolean;
  readonly compare: (a: StoredRecord, b: StoredRecord) => number;
  /**
   * Whether records that match meet what only other records tell, in the order given; null: more would have to be read
   * for it than is allowed. Absent: there is no such condition.
   */
  readonly admits?: (records: readonly StoredRecord[]) => Promise<readonly boolean[] | null>;
}

/** How many records a plan finds. */
export interface PlannedCount {
  readonly count: number;
  /** True when there may be more. */
  readonly isMinimum: boolean;
  readonly itemsRead: number;
  /** Read capacity units spent. */
  readonly capacity: number;
}

/** A record and what wrote it last. */
export interface WrittenRecord {
  readonly record: StoredRecord;
  readonly causation: Causation;
}

export interface BinPage {
  readonly items: readonly WrittenRecord[];
  /** Continues after the last item; null at the end. */
  readonly after: string | null;
}

export interface HistoryEntry {
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly kind: "created" | "updated" | "deleted" | "restored";
  readonly version: number;
  /** Field id → [before, after]. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** The transition the change was, when it was one. */
  readonly move?: MoveNote;
  /** The merge the change was part of. */
  readonly merge?: MergeNote;
}

/** Records of one workspace; every method takes the workspace first so that no key can be built without it. */
export interface RecordStore {
  /** Strongly consistent. */
  get(workspace: string, object: ObjectModel, id: string): Promise<StoredRecord | null>;
  /** Strongly consistent; missing ones are left out. */
  getMany(
    workspace: string,
    refs: readonly { readonly object: ObjectModel; readonly id: string }[],
  ): Promise<readonly StoredRecord[]>;
  /**
   * Sort keys of links (`Link.member`): for a relation, the ids of the object's records that point at a record. Strongly
   * consistent, behind the records.
   */
  linked(
    workspace: string,
    object: ObjectModel,
    link: {
      readonly fieldId: string;
      readonly target: string;
      readonly limit: number;
      /** Only those that begin like this. */
      readonly prefix?: string;
    },
  ): Promise<readonly string[]>;
  /** Records, or deleted ones in the bin, with the cause of their last write; missing ones are left out. */
  written(
    workspace: string,
    place: "records" | "bin",
    refs: readonly { readonly object: ObjectModel; readonly id: string }[],
  ): Promise<readonly WrittenRecord[]>;
  /** Root command of a record's deletion; null: it is not in the bin. */
  deletion(workspace: string, object: ObjectModel, id: string): Promise<string | null>;
  /** Deleted records of an object, the last deleted first; a moment behind. */
  bin(
    workspace: string,
    object: ObjectModel,
    request: { readonly after: string | null; readonly limit: number },
  ): Promise<BinPage>;
  /** Removes a deleted record for good, with its history; false when it is not in the bin. */
  purge(workspace: string, object: ObjectModel, id: string): Promise<boolean>;
  /** All or nothing, at most 100 items of the table; one conditional write when a single record without claims and guards. */
  commit(workspace: string, writes: readonly RecordWrite[]): Promise<CommitOutcome>;
  /**
   * This store for work that does many things at once: reads by id and commits of single records that are asked for together
   * travel together. Each means and answers the same; commits under way at once must be of different records.
   */
  together(): RecordStore;
  query(
    workspace: string,
    request: {
      readonly object: ObjectModel;
      readonly plan: QueryPlan;
      readonly limit: number;
      readonly position: PagePosition | null;
      readonly reader: PageReader;
      /** Matching records to pass over first; only from the beginning. Default 0. */
      readonly offset?: number;
    },
  ): Promise<RecordPage>;
  /** Counts what a plan finds, up to `most`. */
  count(
    workspace: string,
    request: {
      readonly object: ObjectModel;
      readonly plan: QueryPlan;
      readonly reader: PageReader;
      readonly most: number;
    },
  ): Promise<PlannedCount>;
  /** Draws the next number of a sequence, starting at 1; numbers may be lost, never repeated. */
  nextNumber(workspace: string, object: ObjectModel, fieldId: string): Promise<number>;
  /** Deleted records in the bin, newest first. */
  deleted(workspace: string, object: ObjectModel, id: string): Promise<StoredRecord | null>;
  /** Field changes, newest first. */
  history(
    workspace: string,
    request: {
      readonly object: ObjectModel;
      readonly id: string;
      readonly limit: number;
      readonly position: PagePosition | null;
    },
  ): Promise<{ readonly items: readonly HistoryEntry[]; readonly position: PagePosition | null }>;
  /** Cells of a name (`cellKeys`), per value and owner, kept by the stream consumer; absent values are under "". */
  cells(workspace: string, object: ObjectModel, request: CellsRequest): Promise<readonly Cell[]>;
  /** Postings by the beginning of their token; behind the records, which the caller looks at again. */
  postings(workspace: string, request: PostingRequest): Promise<PostingPage>;
}

export interface CellsRequest {
  readonly key: string;
  /** Strongly consistent, at twice the price. Default false: cells are behind the records anyway. */
  readonly isExact?: boolean;
}

/** That a record is found by a token. Ordered by token, object and id, each in UTF-8 order. */
export interface Posting {
  readonly token: string;
  readonly objectId: string;
  readonly id: string;
}

export interface PostingRequest {
  /** At least two characters, or one that is a whole token or of a script without spaces. */
  readonly token: string;
  /** Only postings of exactly the token. */
  readonly isWhole: boolean;
  /** Only postings behind this one; null: from the first on. */
  readonly after: Posting | null;
  /** Only postings up to this one; null: to the last. */
  readonly until: Posting | null;
  /** 1–1,000. */
  readonly limit: number;
}

export interface PostingPage {
  readonly items: readonly Posting[];
  /** Whether there may be more behind the last. */
  readonly hasMore: boolean;
}

export interface Cell {
  readonly value: string;
  readonly owner: string;
  readonly count: number;
  /** Field id → sum as a decimal string per unit (currency; "" when it has none). */
  readonly sums: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type { Result };
