import type { Json, JsonObject } from "../contract/json.ts";
import type { CompiledExpression, ExpressionVariables } from "../contract/model.ts";

/** Conditions of a field, compiled; absent ones never hold, an absent `visibleIf` always does. */
export interface FieldConditions {
  readonly requiredIf?: CompiledExpression;
  readonly readOnlyIf?: CompiledExpression;
  readonly visibleIf?: CompiledExpression;
}

/** A field with its conditions, as the engine's and the studio's models have it. */
export interface ConditionedField extends FieldConditions {
  readonly apiName: string;
}

/** What the form shows, and the server enforces, of one field. */
export interface FieldState {
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly visible: boolean;
}

/**
 * What a field's conditions say of a record as it would be. The field's own value counts as stored, not as entered, in
 * `readOnlyIf` and `visibleIf`: “read-only once filled in” must not lock it while it is being typed. A condition that
 * computes with an absent value does not hold. An invisible field is never required.
 */
export function fieldState(field: ConditionedField, variables: ExpressionVariables): FieldState {
  const { apiName, requiredIf, readOnlyIf, visibleIf } = field;
  const needsOwn = readOnlyIf?.dependencies.includes(apiName) || visibleIf?.dependencies.includes(apiName);
  const asStored = needsOwn ? withStored(variables, apiName) : variables;
  const visible = visibleIf === undefined || holds(visibleIf, asStored);
  return {
    visible,
    required: visible && requiredIf !== undefined && holds(requiredIf, variables),
    readOnly: !visible || (readOnlyIf !== undefined && holds(readOnlyIf, asStored)),
  };
}

function holds(condition: CompiledExpression, variables: ExpressionVariables): boolean {
  const result = condition.evaluate(variables);
  return result.ok && result.value === true;
}

function withStored(variables: ExpressionVariables, apiName: string): ExpressionVariables {
  const { record, before } = variables;
  const stored: Json = before && Object.hasOwn(before, apiName) ? (before[apiName] ?? null) : null;
  return { ...variables, record: { ...record, [apiName]: stored } as JsonObject };
}
