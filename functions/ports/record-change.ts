import type { Causation, ObjectModel, StoredRecord } from "#engine";
import type { DerivedTarget } from "./derived-store.ts";

/** One side of a change: the record and where the write came from. */
export interface RecordImage {
  readonly record: StoredRecord;
  readonly causation: Causation;
}

/** A record's change as the stream tells it; the images are read once their object is known. */
export interface RecordChange {
  readonly workspace: string;
  readonly target: DerivedTarget;
  /** Place in the stream. */
  readonly sequence: string;
  readonly before: ((object: ObjectModel) => RecordImage) | null;
  readonly after: ((object: ObjectModel) => RecordImage) | null;
}
