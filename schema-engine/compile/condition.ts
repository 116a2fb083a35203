import type { CompiledExpression, ObjectModel, WorkspaceSettings } from "../contract/model.ts";
import type { Result } from "../contract/problem.ts";
import { environmentOf } from "../rules/environment.ts";
import { stepsFrom, type WayObjects } from "../rules/field-inputs.ts";
import { compileFormula } from "../rules/related-paths.ts";

/** Where a condition stands: the object it is about, and those it may read through relations. */
export interface ConditionPlace {
  readonly object: ObjectModel;
  readonly settings: WorkspaceSettings;
  readonly ways: WayObjects;
}

/** Compiles a condition of a field, rule or transition; it may read through relations as formulas do. */
export function compileCondition(
  source: string,
  place: ConditionPlace,
  result: "bool" | "any" = "bool",
): Result<CompiledExpression> {
  const { object, settings, ways } = place;
  const steps = stepsFrom(object, ways);
  return compileFormula(source, environmentOf(object, settings), { steps, result });
}
