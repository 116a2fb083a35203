import type { RecordScope } from "../access/decide.ts";
import type { ObjectModel } from "../contract/model.ts";
import type { Filter, ObjectStatistics, SortKey } from "../contract/query.ts";

/** A query to be planned. */
export interface PlanRequest {
  readonly object: ObjectModel;
  readonly filter: Filter | null;
  /** Empty: newest first. */
  readonly sort: readonly SortKey[];
  readonly limit: number;
  /** API names the page needs; null: whole records. */
  readonly columns: readonly string[] | null;
  /** Records within reach; pushed in as a condition on the owner. */
  readonly scope: RecordScope;
  /** RFC 3339 UTC; needed for relative dates. */
  readonly now?: string;
  /** IANA zone; default UTC. */
  readonly timeZone?: string;
  /** User id that `@me` stands for. */
  readonly me?: string;
  /** Null or absent: nothing is known of the object's size and values. */
  readonly statistics?: ObjectStatistics | null;
  /** API names of what is looked at beyond the filter, through relations for example. */
  readonly checks?: readonly string[];
  /** The order does not matter, as for counting: every range is walked. */
  readonly anyOrder?: true;
  /** Name of the plan that a page before was read by; taken whatever it costs, while there is such a plan. */
  readonly prefer?: string;
}
