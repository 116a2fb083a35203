import type { StoredRecord } from "../contract/model.ts";

/** The record as it would be. */
export interface Outcome {
  readonly record: StoredRecord;
  /** Field ids. */
  readonly changed: readonly string[];
  /** Whether all values were read; rules are not asked about a record that was not. */
  readonly valid: boolean;
}
