import type { ObjectModel, UniqueClaim } from "#engine";

/** Finds the record that holds a unique value, strongly consistent. */
export interface UniqueIndex {
  /** Record id, or null when nobody holds the value. */
  holder(workspace: string, object: ObjectModel, claim: UniqueClaim): Promise<string | null>;
}
