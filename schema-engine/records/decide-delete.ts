import type { RecordRef } from "../contract/field-type.ts";
import type { Causation, ObjectModel, RecordWrite, StoredRecord, WorkspaceModel } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import { slotKeys } from "../query/index-keys.ts";
import { guardsOf, uniqueChanges } from "./effects-of-write.ts";
import { isStaleFor, withEditedVersion } from "./edited-version.ts";
import { at, forbidden, invalidReference, notFound, versionMismatch } from "./problems.ts";
import { valueOf, valuesLike } from "./values.ts";
import { sees, type WriteAccess } from "./write-access.ts";

interface Removal {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  /** Null: the platform itself. */
  readonly access: WriteAccess | null;
  readonly causation: Causation;
  /** RFC 3339 UTC. */
  readonly now: string;
}

/** A record to be moved to the bin. */
export interface DeleteRequest extends Removal {
  readonly current: StoredRecord | null;
  /** Version the caller saw; null deletes whatever is stored. */
  readonly expectedVersion: number | null;
}

/** A record to be brought back from the bin. */
export interface RestoreRequest extends Removal {
  readonly deleted: StoredRecord | null;
  /** Records its values refer to that were found. */
  readonly related: readonly { readonly ref: RecordRef; readonly visible: boolean }[];
}

/** Decides a deletion: releases its unique values and index keys; dependents are the operation's. */
export function decideDelete(request: DeleteRequest): Result<RecordWrite> {
  const { object, access, current, expectedVersion, causation, now } = request;
  if (!current || !sees(access, current)) return failure(notFound);
  if (access && !access.delete) return failure(forbidden);
  if (isStaleFor(current, expectedVersion)) return failure(versionMismatch(current.version));
  const record = { ...current, version: current.version + 1, updatedAt: now, updatedBy: causation.actor.id };
  return success({
    kind: "delete",
    object,
    record,
    before: current,
    expectedVersion: current.version,
    slotKeys: Object.fromEntries(object.indexes.map(({ slot }) => [slot, null])),
    ...uniqueChanges(object, { before: current, after: null }),
    guards: [],
    changed: [],
    causation,
  });
}

/**
 * Decides a restoration: takes the unique values again. References that must not be broken refuse it when their record
 * is gone; others are cleared.
 */
export function decideRestore(request: RestoreRequest): Result<RecordWrite> {
  const { object, access, deleted, causation, now } = request;
  if (!deleted || !sees(access, deleted)) return failure(notFound);
  if (access && !access.delete) return failure(forbidden);
  const values = valuesLike(deleted.values);
  const problems = dropBrokenReferences(request, values);
  if (problems.length > 0) return failure(...problems);
  const edited = withEditedVersion({ ...deleted, values }, null);
  const record = {
    ...edited,
    version: deleted.version + 1,
    updatedAt: now,
    updatedBy: causation.actor.id,
  };
  const present = object.fields.map((one) => one.id).filter((id) => values[id] !== undefined);
  return success({
    kind: "restore",
    object,
    record,
    before: null,
    expectedVersion: null,
    slotKeys: slotKeys({ object, record }),
    ...uniqueChanges(object, { before: null, after: record }),
    guards: guardsOf(object, record, present),
    changed: present,
    causation,
  });
}

function dropBrokenReferences(request: RestoreRequest, values: Record<string, unknown>): readonly Problem[] {
  const found = new Set(
    request.related.filter((one) => one.visible).map(({ ref }) => `${ref.object}/${ref.id}`),
  );
  return request.object.fields.flatMap((field) => {
    const value = field.type.references ? valueOf(field, request.deleted?.values ?? {}) : null;
    if (value === null) return [];
    const refs = field.type.references?.(value, field.settings) ?? [];
    if (refs.every((ref) => found.has(`${ref.object}/${ref.id}`))) return [];
    if (field.type.onDelete?.(field.settings) !== "clear") return [invalidReference(at(field))];
    delete values[field.id];
    return [];
  });
}
