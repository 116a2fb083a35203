import type { Json, JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { summaryOf } from "../rules/field-inputs.ts";
import { oncePer } from "../shared/once-per.ts";
import { byApiName, valueOf, type Values } from "./values.ts";

/** What formulas of a record see beside its values. */
export interface ComputeFacts {
  readonly object: ObjectModel;
  /** Its system properties; the moment of the formulas is its last change, so that the same record gives the same. */
  readonly record: Omit<StoredRecord, "values">;
  /** Values of related records by path, `account.industry`; null: not known, and formulas that read them stay. */
  readonly reached: JsonObject | null;
}

/**
 * Works out the fields computed by expressions, each after those it builds on. What cannot be computed, or is not what the
 * field keeps, is absent: a formula never stops a write.
 */
export function computeFields(facts: ComputeFacts, next: Values): void {
  const { object, record, reached } = facts;
  const computed = computedFields(object);
  if (computed.length === 0) return;
  const { id, owner, createdAt, createdBy, updatedAt, updatedBy } = record;
  const values = Object.assign(byApiName(object, next), {
    ...{ id, owner, createdAt, createdBy, updatedAt, updatedBy },
    stageEnteredAt: record.stageEnteredAt ?? null,
  });
  const variables = { record: values, related: reached ?? {}, now: updatedAt, actor: updatedBy };
  for (const field of computed) {
    if (field.relatedPaths && reached === null) continue;
    const stored = computedValue(field, variables);
    if (stored === null) delete next[field.id];
    else next[field.id] = stored;
    values[field.apiName] = valueOf(field, next) as Json;
  }
}

/** Fields computed by an expression, each after those it builds on. */
export const computedFields = oncePer(
  (object: ObjectModel): readonly FieldModel[] =>
    object.computed ?? object.fields.filter((one) => one.computation),
);

/** What roll-ups of a new record come to: nothing points at it yet, so counts and sums are 0. */
export function startRollups(object: ObjectModel, next: Values): void {
  for (const { id, type } of startingAtZero(object)) next[id] = type.storage.encode(0);
}

const startingAtZero = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((field) => {
    const fn = summaryOf(field)?.fn;
    return fn === "count" || (fn === "sum" && field.type.cel.type === "decimal");
  }),
);

function computedValue(
  { type, settings, computation }: FieldModel,
  variables: Parameters<NonNullable<FieldModel["computation"]>["evaluate"]>[0],
): Json | null {
  if (type.computed?.source !== "expression") return null;
  const result = computation?.evaluate(variables);
  if (!result?.ok || result.value === null) return null;
  const accepted = type.computed.accept(result.value, settings);
  return accepted.ok ? type.storage.encode(accepted.value) : null;
}
