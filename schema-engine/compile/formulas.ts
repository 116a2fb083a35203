import type { CompiledExpression, FieldModel, ObjectModel, WorkspaceSettings } from "../contract/model.ts";
import { celTypes } from "../rules/cel-environment.ts";
import { environmentOf } from "../rules/environment.ts";
import { stepsFrom } from "../rules/field-inputs.ts";
import { compileFormula } from "../rules/related-paths.ts";
import { invalid, success, failure, type Problem, type Result } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";

type Objects = ReadonlyMap<string, ObjectModel>;

/** Gives freshly made objects their formulas, which may read through relations, in the order they build on each other. */
export function addFormulas(objects: Objects, settings: WorkspaceSettings): void {
  for (const object of objects.values()) {
    for (const field of object.fields) {
      const formula = formulaOf(field, { object, objects, settings });
      if (formula?.ok) {
        const { value: computation } = formula;
        const { relatedPaths } = computation;
        Object.assign(field, { computation, ...(relatedPaths ? { relatedPaths } : {}) });
      }
    }
    Object.assign(object, { computed: inOrder(object) });
  }
}

/** The compiled formula of a field or why it does not compile; null for a field that has none. */
export function formulaOf(
  field: FieldModel,
  around: { readonly object: ObjectModel; readonly objects: Objects; readonly settings: WorkspaceSettings },
): Result<CompiledExpression> | null {
  const { computed } = field.type;
  if (computed?.source !== "expression") return null;
  const { object, objects, settings } = around;
  const environment = environmentOf(object, settings);
  const steps = stepsFrom(object, objects);
  const compiled = compileFormula(computed.expression(field.settings), environment, { steps });
  if (!compiled.ok) return compiled;
  const problem = resultProblem(field, compiled.value.resultType ?? "dyn");
  return problem ? failure(problem) : success(compiled.value);
}

const numbers: ReadonlySet<string> = new Set(["int", "double", "Decimal"]);

/** What the expression gives must be what the field keeps; numbers are money where the field says in which currency. */
function resultProblem({ type, settings }: FieldModel, given: string): Problem | null {
  const wanted = celTypes[type.cel.type];
  const hasCurrency = "currency" in settings;
  const takesNumbers = wanted === "Decimal" || (wanted === "Money" && hasCurrency);
  if (given === "dyn" || given === wanted || (takesNumbers && numbers.has(given))) return null;
  return invalid(
    "",
    "wrong_type",
    bilingual(`结果应为 ${wanted}，现在是 ${given}。`, `The result must be ${wanted}, but it is ${given}.`),
  );
}

/** Computed fields, each after those it builds on; without recursion, and fields of a circle come last. */
function inOrder(object: ObjectModel): readonly FieldModel[] {
  const waiting = new Map(object.fields.filter((one) => one.computation).map((one) => [one.apiName, one]));
  const { dependants, open } = dependencies(waiting);
  const ready = [...waiting.values()].filter((one) => open.get(one.apiName) === 0);
  const order: FieldModel[] = [];
  for (let at = 0; at < ready.length; at += 1) {
    const field = ready[at] as FieldModel;
    order.push(field);
    waiting.delete(field.apiName);
    for (const one of dependants.get(field.apiName) ?? []) {
      const left = (open.get(one.apiName) ?? 0) - 1;
      open.set(one.apiName, left);
      if (left === 0) ready.push(one);
    }
  }
  return [...order, ...waiting.values()];
}

/** Which of the fields build on which, and on how many of them each does. */
function dependencies(fields: ReadonlyMap<string, FieldModel>) {
  const dependants = new Map<string, FieldModel[]>();
  const open = new Map<string, number>();
  for (const field of fields.values()) {
    const needs = (field.computation?.dependencies ?? []).filter((name) => fields.has(name));
    open.set(field.apiName, needs.length);
    for (const name of needs) dependants.set(name, [...(dependants.get(name) ?? []), field]);
  }
  return { dependants, open };
}
