import type { FieldModel, ObjectModel, StoredRecord, WorkspaceModel } from "../contract/model.ts";
import type { ChangeClass } from "./compare.ts";
import type { Finding } from "./judge.ts";

/** One record under both models. */
export interface Judged {
  /** As the published object reads it. */
  readonly before: StoredRecord;
  /** As the candidate reads it; null: its object is gone. */
  readonly after: StoredRecord | null;
  /** What it satisfies today, but would not. */
  readonly newFaults: readonly Finding[];
}

/** What a change means for one record. */
export interface Look {
  /** Broken or lost by the change, or written by its backfill. */
  readonly hit: boolean;
  /** Has to do with it at all, for example has a value. */
  readonly concerned: boolean;
  /** What the hits are told apart by: the value lost, the value that is there twice. */
  readonly value?: string;
}

/** What a change does to records. */
export interface ChangeEffect {
  /** What the hits are: records that break a rule from now on, lose something, are written again, or are not alone with a value. */
  readonly means: "breaks" | "loses" | "rebuilds" | "duplicates" | "uses";
  /** Published objects whose records it touches. */
  readonly objects: readonly ObjectModel[];
  look(record: Judged, object: ObjectModel): Look;
  /** Class of the change once records were counted. */
  classify(counts: { readonly hits: number; readonly concerned: number }): ChangeClass;
}

export interface Models {
  readonly before: WorkspaceModel;
  readonly after: WorkspaceModel;
}

/** Nothing is lost, whatever the counts. */
export const safe = (): ChangeClass => "safe";
/** This class as soon as one record is hit. */
export const whenHit =
  (then: ChangeClass) =>
  ({ hits }: { readonly hits: number }): ChangeClass =>
    hits > 0 ? then : "safe";
/** Every record is hit. */
export const everyRecord = (): Look => ({ hit: true, concerned: true });

/** Records that have a fault of that sort under the candidate, but not today. */
export function brokenBy(object: ObjectModel, isFault: (finding: Finding) => boolean): ChangeEffect {
  const look = ({ newFaults }: Judged): Look => {
    const hit = newFaults.some(isFault);
    return { hit, concerned: hit };
  };
  return { means: "breaks", objects: [object], look, classify: safe };
}

const plain = { timeZone: "UTC", locale: "en", now: "2000-01-01T00:00:00.000Z" } as const;

/** The value as a person reads it, for telling hits apart. */
export function told(field: FieldModel, value: unknown): { readonly value?: string } {
  return value === null ? {} : { value: field.type.format(value, field.settings, plain).slice(0, 200) };
}
