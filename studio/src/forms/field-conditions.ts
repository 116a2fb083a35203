import {
  compileFormula,
  fieldConditionNames,
  fieldState,
  stepsFrom,
  type ConditionedField,
  type ExpressionVariables,
  type FieldState,
  type WayObjects,
} from "#engine";
import type { ObjectInfo } from "../model/object-info.ts";
import type { RelatedPaths } from "../model/related-values.ts";

/** What the conditions of an object's fields say of values, the same code as on the server. */
export interface ObjectConditions {
  /** Paths through relations that the conditions read; their values belong into `related`. */
  readonly paths: RelatedPaths;
  /**
   * Undefined: the field has no conditions, or one that reads what is not known here (a path absent in `related`), which is
   * left to the server.
   */
  stateOf(field: string, variables: ExpressionVariables): FieldState | undefined;
}

const compiled = new WeakMap<ObjectInfo, ObjectConditions>();

/** Compiled once per object; a condition that cannot be compiled here is left to the server. */
export function conditionsOf(
  object: ObjectInfo,
  around: { readonly timeZone: string; readonly objects: WayObjects },
): ObjectConditions {
  const known = compiled.get(object);
  if (known) return known;
  const fields = conditionedFields(object, around);
  const made: ObjectConditions = {
    paths: [...fields.values()].flatMap(pathsOf),
    stateOf(name, variables) {
      const field = fields.get(name);
      const isKnown = field && pathsOf(field).every((path) => path.join(".") in (variables.related ?? {}));
      return isKnown ? fieldState(field, variables) : undefined;
    },
  };
  compiled.set(object, made);
  return made;
}

function pathsOf({ requiredIf, readOnlyIf, visibleIf }: ConditionedField): RelatedPaths {
  return [requiredIf, readOnlyIf, visibleIf].flatMap((one) => one?.relatedPaths ?? []);
}

function conditionedFields(
  object: ObjectInfo,
  { timeZone, objects }: { readonly timeZone: string; readonly objects: WayObjects },
): ReadonlyMap<string, ConditionedField> {
  const environment = { fields: object.fields, timeZone };
  const steps = stepsFrom(object, objects);
  return new Map(
    object.fields.flatMap(({ apiName, definition }) => {
      const conditions = fieldConditionNames.flatMap((name) => {
        const source = definition[name];
        const result =
          source === undefined ? null : compileFormula(source, environment, { steps, result: "bool" });
        return result?.ok ? [[name, result.value] as const] : [];
      });
      return conditions.length === 0
        ? []
        : [[apiName, { apiName, ...Object.fromEntries(conditions) }] as const];
    }),
  );
}
