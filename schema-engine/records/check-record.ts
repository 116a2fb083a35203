import type { CompiledRule, FieldModel, ObjectModel } from "../contract/model.ts";
import { invalid, type LocalizedText, type Problem } from "../contract/problem.ts";
import type { JsonObject } from "../contract/json.ts";
import { token } from "../shared/json-pointer.ts";
import { oncePer } from "../shared/once-per.ts";
import { checkChoices } from "./check-choices.ts";
import { checkStage } from "./check-stage.ts";
import { fieldStates, lockedValues, requirednessDependsOn, type FieldStates } from "./check-conditions.ts";
import type { FieldState } from "./field-conditions.ts";
import type { Outcome } from "./outcome.ts";
import { required } from "./problems.ts";
import { recordVariables } from "./record-variables.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * Required values, locked values, offered options and rules. Creation is judged whole; an update by what it touches as to
 * required values, so that a field made required later does not block other work, and whole as to rules.
 */
export function checkRecord(request: WriteRequest, outcome: Outcome): readonly Problem[] {
  const states = fieldStates(request, outcome.record);
  const problems = [
    ...missingValues(request, outcome, states),
    ...checkStage(request, outcome),
    ...lockedValues(request, states, outcome.changed),
    ...checkChoices(request, outcome),
  ];
  return problems.length > 0 || !outcome.valid ? problems : brokenRules(request, outcome);
}

function missingValues(request: WriteRequest, outcome: Outcome, states: FieldStates): readonly Problem[] {
  const { object, values } = request;
  const { record } = outcome;
  return requirable(object)
    .filter(
      (field) =>
        isRequired(request, outcome, { field, state: states.get(field.id) }) &&
        isEmpty(field, record.values) &&
        !wasRefused(field, values),
    )
    .map((field) => required(field, isVisible(request, field)));
}

/** Always, or under its conditions; only where the write touches the value or what the conditions go by. */
function isRequired(
  { object, kind }: WriteRequest,
  { changed }: Outcome,
  { field, state }: { readonly field: FieldModel; readonly state: FieldState | undefined },
): boolean {
  const always = field.definition.required === true && state?.visible !== false;
  if (!always && state?.required !== true) return false;
  if (kind === "create" || changed.includes(field.id)) return true;
  return requirednessDependsOn(field).some((name) => changed.includes(object.byName.get(name)?.id ?? ""));
}

/** A rule that computes with an absent value does not apply; one that fails otherwise says so. */
export function brokenRules(request: WriteRequest, { record }: Outcome): readonly Problem[] {
  const { object } = request;
  if (object.rules.length === 0) return [];
  const variables = recordVariables(request, record, mentionedFields(object));
  return object.rules.flatMap((rule) => {
    const result = rule.condition.evaluate(variables);
    if (result.ok) return result.value === false ? ruleProblems(request, rule, rule.definition.message) : [];
    const [problem] = result.problems;
    return !problem || problem.code === "no_value" ? [] : ruleProblems(request, rule, problem.message);
  });
}

function ruleProblems(
  request: WriteRequest,
  { definition }: CompiledRule,
  message: LocalizedText,
): readonly Problem[] {
  const fields = (definition.fields ?? []).filter((name) => request.access?.field(name) !== "none");
  const pointers = fields.length > 0 ? fields.map((name) => `/values${token(name)}`) : [""];
  return pointers.map((pointer) => ({
    ...invalid(pointer, "rule", message),
    details: { rule: definition.apiName },
  }));
}

/** Fields whose name occurs in a rule of the object; the others need not be read for them. */
const mentionedFields = oncePer((object: ObjectModel): readonly FieldModel[] => {
  const sources = object.rules.map((one) => one.condition.source).join("\n");
  return object.fields.filter((one) => sources.includes(one.apiName));
});

/** Fields that are or may come to be required. */
const requirable = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.definition.required === true || one.requiredIf !== undefined),
);

function isEmpty(field: FieldModel, values: JsonObject): boolean {
  return values[field.id] === undefined || values[field.id] === null;
}

/** A value was sent but is not there: it was refused with a reason of its own, or it is blank. */
function wasRefused(field: FieldModel, sent: JsonObject): boolean {
  if (!Object.hasOwn(sent, field.apiName)) return false;
  const value = sent[field.apiName];
  return value !== null && value !== undefined && field.type.check(value, field.settings).length > 0;
}

function isVisible({ access }: WriteRequest, field: FieldModel): boolean {
  return access === null || access.field(field.apiName) !== "none";
}
