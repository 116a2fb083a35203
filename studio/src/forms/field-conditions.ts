import {
  compileExpression,
  fieldConditionNames,
  fieldState,
  type ConditionedField,
  type ExpressionVariables,
  type FieldState,
} from "#engine";
import type { ObjectInfo } from "../model/object-info.ts";

/** What the conditions of an object's fields say of values, the same code as on the server. */
export interface ObjectConditions {
  /** Undefined: the field has no conditions. */
  stateOf(field: string, variables: ExpressionVariables): FieldState | undefined;
}

const compiled = new WeakMap<ObjectInfo, ObjectConditions>();

/** Compiled once per object; a condition that cannot be compiled here is left to the server. */
export function conditionsOf(object: ObjectInfo, timeZone: string): ObjectConditions {
  const known = compiled.get(object);
  if (known) return known;
  const fields = conditionedFields(object, timeZone);
  const made: ObjectConditions = {
    stateOf(name, variables) {
      const field = fields.get(name);
      return field && fieldState(field, variables);
    },
  };
  compiled.set(object, made);
  return made;
}

function conditionedFields(object: ObjectInfo, timeZone: string): ReadonlyMap<string, ConditionedField> {
  const environment = { fields: object.fields, timeZone };
  return new Map(
    object.fields.flatMap(({ apiName, definition }) => {
      const conditions = fieldConditionNames.flatMap((name) => {
        const source = definition[name];
        const result = source === undefined ? null : compileExpression(source, environment, "bool");
        return result?.ok ? [[name, result.value] as const] : [];
      });
      return conditions.length === 0
        ? []
        : [[apiName, { apiName, ...Object.fromEntries(conditions) }] as const];
    }),
  );
}
