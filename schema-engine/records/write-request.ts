import type { RecordRef } from "../contract/field-type.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Causation, ObjectModel, StoredRecord, WorkspaceModel } from "../contract/model.ts";
import type { WriteAccess } from "./write-access.ts";

/** A write to be decided; everything it may look at is here. */
export interface WriteRequest {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly kind: "create" | "update";
  /** Null: the platform itself, which may do anything. */
  readonly access: WriteAccess | null;
  /** The record as stored; null at creation. */
  readonly current: StoredRecord | null;
  /** Version the caller saw; null overwrites whatever is stored. */
  readonly expectedVersion: number | null;
  /** By API name; null clears. */
  readonly values: JsonObject;
  /** User id; absent: at creation the actor when it is a person, else unchanged. */
  readonly owner?: string;
  readonly causation: Causation;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Id of the record; at an update the stored one counts. */
  readonly id: string;
  /** Numbers drawn for `writeNeeds().sequences`, by field id. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Records of `writeNeeds().references` (and the owner) that were found. */
  readonly related: readonly {
    readonly ref: RecordRef;
    readonly visible: boolean;
    /** The record itself, from which a detail has its owner. */
    readonly record?: StoredRecord;
  }[];
  /** Values of related records by path (`relatedPathsOf`); absent: formulas stay as they are, conditions see no value. */
  readonly reached?: JsonObject;
  /** Records above the record in its hierarchies, as stored. Default none. */
  readonly ancestors?: readonly StoredRecord[];
  /** Uploaded files that this record may take up (`offeredFile`). Default none. */
  readonly files?: ReadonlySet<string>;
  /** Whether the operation seals clear values before it saves (`clearValues`). Default no. */
  readonly seals?: boolean;
  /** The transition this update is; absent: a plain change. */
  readonly transition?: TransitionUse;
  /** Roles of the caller by API name, asked for by transitions; the platform needs none. Default none. */
  readonly roles?: readonly string[];
}

/** A transition of the record's pipeline, as it is asked for. */
export interface TransitionUse {
  /** API name. */
  readonly name: string;
  /** Items by API name; only `true` confirms one. */
  readonly checklist: Readonly<Record<string, boolean>>;
  readonly comment?: string;
}
