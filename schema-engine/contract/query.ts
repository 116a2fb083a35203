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
  /** Index slot attribute, or `base` for the record's own partition. */
  readonly source: string;
  /** Disjoint key ranges, each in order; inclusive bounds in UTF-8 byte order. Merged by the order part of the key. */
  readonly ranges: readonly KeyRange[];
  readonly direction: "asc" | "desc";
  /**
   * `walk`: ranges already give the wanted order, read until the page is full.
   * `collect`: read the ranges whole (bounded), filter, sort in memory.
   */
  readonly mode: "walk" | "collect";
  /** Part of the filter not already guaranteed by the ranges; null: none. */
  readonly residual: Filter | null;
  readonly sort: readonly SortKey[];
  /** Whether the page's records must be read whole (columns or residual outside the index entry). */
  readonly hydrate: boolean;
  /** Most items the plan may read for one page. */
  readonly budget: number;
}

export interface KeyRange {
  readonly from: string;
  readonly to: string;
  /** Length of the constant equality prefix of the keys; the rest is the order part. */
  readonly prefixLength: number;
}
