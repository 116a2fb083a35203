import type { Json, JsonObject } from "../contract/json.ts";
import type { Causation, ObjectModel, RecordWrite, StoredRecord } from "../contract/model.ts";
import { slotKeys } from "../query/index-keys.ts";
import { computeFields } from "./compute.ts";
import { changedFields } from "./changed-fields.ts";
import { withEditedVersion } from "./edited-version.ts";
import { valuesLike } from "./values.ts";

/** A record whose derived values are to be brought up to what other records say now. */
export interface RefreshRequest {
  readonly object: ObjectModel;
  readonly current: StoredRecord;
  /** Stored value of each roll-up by field id; null: it has none. */
  readonly rollups: Readonly<Record<string, Json>>;
  /** Values of related records by path. */
  readonly reached: JsonObject;
  /** Owner of its master; null: it has no master. */
  readonly masterOwner: string | null;
  readonly causation: Causation;
  /** RFC 3339 UTC. */
  readonly now: string;
}

/**
 * The write that brings roll-ups, formulas and the owner of a detail up to date; null when they are. It is no one's edit:
 * rules are not asked, and who last changed the record, and when, stay, unless it has a new owner.
 */
export function decideRefresh(request: RefreshRequest): RecordWrite | null {
  const { object, current, rollups, reached, causation, now } = request;
  const owner = request.masterOwner ?? current.owner;
  const isHandedOver = owner !== current.owner;
  const next = valuesLike(current.values);
  for (const [id, value] of Object.entries(rollups)) {
    if (value === null) delete next[id];
    else next[id] = value;
  }
  const updatedAt = isHandedOver ? now : current.updatedAt;
  const refreshed = { ...current, owner, updatedAt, version: current.version + 1, values: next };
  const record = isHandedOver ? withEditedVersion(refreshed, null) : withEditedVersion(refreshed, current);
  computeFields({ object, record, reached }, next);
  const changed = changedFields(object, current.values, next);
  if (changed.length === 0 && !isHandedOver) return null;
  return {
    kind: "update",
    object,
    record,
    before: current,
    expectedVersion: current.version,
    slotKeys: slotKeys({ object, record }),
    claims: [],
    releases: [],
    guards: [],
    changed,
    causation,
  };
}
