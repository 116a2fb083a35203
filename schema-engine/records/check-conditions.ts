import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import type { Problem } from "../contract/problem.ts";
import { oncePer } from "../shared/once-per.ts";
import { fieldState, type FieldState } from "./field-conditions.ts";
import { isPerson } from "./people.ts";
import { lockedField } from "./problems.ts";
import { recordVariables } from "./record-variables.ts";
import type { WriteRequest } from "./write-request.ts";

/** State of the fields that have conditions, by field id. */
export type FieldStates = ReadonlyMap<string, FieldState>;

/** What the conditions of the object's fields say of the record as it would be; empty when there are none. */
export function fieldStates(request: WriteRequest, record: StoredRecord): FieldStates {
  const { conditioned, read } = conditionsOf(request.object);
  if (conditioned.length === 0) return none;
  const variables = recordVariables(request, record, read);
  return new Map(conditioned.map((field) => [field.id, fieldState(field, variables)]));
}

const none: FieldStates = new Map();

/** Values people sent for fields that are read-only or invisible under their conditions; automation may set them. */
export function lockedValues(
  request: WriteRequest,
  states: FieldStates,
  changed: readonly string[],
): readonly Problem[] {
  const { object, values, causation } = request;
  if (states.size === 0 || !isPerson(causation.actor)) return [];
  return Object.keys(values).flatMap((name) => {
    const field = object.byName.get(name);
    const state = field ? states.get(field.id) : undefined;
    return field && state?.readOnly && changed.includes(field.id) ? [lockedField(field, state.visible)] : [];
  });
}

/** Fields on which it depends whether a value is required. */
export function requirednessDependsOn({ requiredIf, visibleIf }: FieldModel): readonly string[] {
  return [...(requiredIf?.dependencies ?? []), ...(visibleIf?.dependencies ?? [])];
}

interface Conditions {
  readonly conditioned: readonly FieldModel[];
  /** Fields whose name occurs in a condition; the others need not be read for them. */
  readonly read: readonly FieldModel[];
}

const conditionsOf = oncePer((object: ObjectModel): Conditions => {
  const all = ({ requiredIf, readOnlyIf, visibleIf }: FieldModel) => [requiredIf, readOnlyIf, visibleIf];
  const conditioned = object.fields.filter((one) => all(one).some((condition) => condition !== undefined));
  const sources = conditioned
    .flatMap(all)
    .map((one) => one?.source ?? "")
    .join("\n");
  return { conditioned, read: object.fields.filter((one) => sources.includes(one.apiName)) };
});
