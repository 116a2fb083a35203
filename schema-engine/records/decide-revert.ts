import type { RecordRef } from "../contract/field-type.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import type { Causation, FieldModel, ObjectModel, RecordWrite, StoredRecord } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import { slotKeys } from "../query/index-keys.ts";
import { changedFields } from "./changed-fields.ts";
import { computeFields } from "./compute.ts";
import { guardsOf, uniqueChanges } from "./effects-of-write.ts";
import { at, invalidReference } from "./problems.ts";
import { valueOf, valuesLike, type Values } from "./values.ts";

/** A record to be put back to what it was before a write. */
export interface RevertRequest {
  readonly object: ObjectModel;
  readonly current: StoredRecord;
  /** Stored values by field key, owner and entry into the stage, only what changed; null: there was none. */
  readonly before: {
    readonly values: JsonObject;
    readonly owner?: string;
    readonly stageEnteredAt?: string | null;
  };
  /** Records the values may refer to, `object/id`; others are gone. */
  readonly found: ReadonlySet<string>;
  /** Values of related records by path, for formulas; null: those that need them stay. */
  readonly reached: JsonObject | null;
  readonly causation: Causation;
  /** RFC 3339 UTC. */
  readonly now: string;
}

/**
 * The write that puts values back as they were stored. Rules, pipelines and what is required are not asked: the values
 * were right when they were written. Computed values are worked out anew; a reference to a record that is gone is
 * dropped where it may be empty, else it refuses the whole.
 */
export function decideRevert(request: RevertRequest): Result<RecordWrite> {
  const { object, current, causation } = request;
  const next = valuesLike(current.values);
  const problems = putBack(request, next);
  if (problems.length > 0) return failure(...problems);
  const record = recordAfter(request, next);
  computeFields({ object, record, reached: request.reached }, next);
  const changed = changedFields(object, current.values, next);
  return success({
    kind: "update",
    object,
    record,
    before: current,
    expectedVersion: current.version,
    slotKeys: slotKeys({ object, record }),
    ...uniqueChanges(object, { before: current, after: record }),
    guards: guardsOf(object, record, changed),
    changed,
    causation,
  });
}

function recordAfter({ current, before, causation, now }: RevertRequest, values: Values): StoredRecord {
  const { editedVersion: _, stageEnteredAt, ...rest } = current;
  const entered = before.stageEnteredAt === undefined ? stageEnteredAt : before.stageEnteredAt;
  return {
    ...rest,
    version: current.version + 1,
    updatedAt: now,
    updatedBy: causation.actor.id,
    owner: before.owner ?? current.owner,
    ...(entered === undefined || entered === null ? {} : { stageEnteredAt: entered }),
    values,
  };
}

function putBack(request: RevertRequest, next: Values): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [key, was] of Object.entries(request.before.values)) {
    const field = request.object.byId.get(key);
    if (!field || field.type.computed) continue;
    const isGone = was !== null && leadsNowhere(request, field, was);
    if (isGone && field.type.onDelete?.(field.settings) !== "clear")
      problems.push(invalidReference(at(field)));
    if (was === null || isGone) delete next[key];
    else next[key] = was;
  }
  return problems;
}

function leadsNowhere({ found }: RevertRequest, field: FieldModel, was: Json): boolean {
  return referencesIn(field, { [field.id]: was }).some((ref) => !found.has(`${ref.object}/${ref.id}`));
}

/** Records that values put back would refer to; they must be looked up before deciding. */
export function revertedReferences(object: ObjectModel, values: JsonObject): readonly RecordRef[] {
  return object.fields.flatMap((field) =>
    Object.hasOwn(values, field.id) ? referencesIn(field, values) : [],
  );
}

function referencesIn(field: FieldModel, values: JsonObject): readonly RecordRef[] {
  const value = field.type.references ? valueOf(field, values) : null;
  return value === null ? [] : (field.type.references?.(value, field.settings) ?? []);
}
