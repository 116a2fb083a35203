import type { Operator } from "./field-type.ts";
import type { Json } from "./json.ts";

/** A filter tree of the query language, after parsing. Paths are API names, one hop through a relation allowed. */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | FilterAtom;

export interface FilterAtom {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Json;
}

export interface SortKey {
  readonly field: string;
  readonly direction: "asc" | "desc";
}

/** A query an adapter can carry out without knowing fields or types: key ranges, order, and a residual filter. */
export interface QueryPlan {
  readonly object: string;
  /** Index slot attribute, or `base` for the record's own partition; of the ranges that name no other. */
  readonly source: string;
  /**
   * Key ranges, each in order; inclusive bounds in UTF-8 byte order. Merged by the order part of the key, which is the
   * same for a record in whatever index it stands; a record that comes from two ranges counts once.
   */
  readonly ranges: readonly KeyRange[];
  /** Ranges one of which must hold a record too; their keys are read whole beforehand. Absent: no such condition. */
  readonly within?: readonly KeyRange[];
  readonly direction: "asc" | "desc";
  /**
   * `walk`: ranges already give the wanted order, read until the page is full.
   * `collect`: read the ranges whole (bounded), filter, sort in memory.
   */
  readonly mode: "walk" | "collect";
  /** Part of the filter not already guaranteed by the ranges; null: none. */
  readonly residual: Filter | null;
  readonly sort: readonly SortKey[];
  /** API names of what is looked at beyond the residual, by whoever carries the query out. Absent: nothing. */
  readonly checks?: readonly string[];
  /** Whether the page's records must be read whole (columns or residual outside the index entry). */
  readonly hydrate: boolean;
  /** Most items the plan may read for one page. */
  readonly budget: number;
}

export interface KeyRange {
  readonly from: string;
  readonly to: string;
  /** Index slot attribute, or `base`; absent: the plan's. */
  readonly source?: string;
  /** Length of the constant equality prefix of the keys; the rest is the order part. */
  readonly prefixLength: number;
}

/** What a plan is expected to read for one page. */
export interface PlanEstimate {
  /** Items of the table or its indexes. */
  readonly rows: number;
  /** Read capacity units. */
  readonly capacity: number;
}

/** The index that would make a query a single range: API names, as `ObjectDefinition.indexes` takes them. */
export interface IndexAdvice {
  readonly equal: readonly string[];
  /** Absent: newest first. */
  readonly sort?: string;
}

/** How many records an object has, and how many of them by value, for estimates; a few seconds old. */
export interface ObjectStatistics {
  readonly total: number;
  /** Field key → stored value as text → records; no value counts under "". Only of fields that are counted. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
}
