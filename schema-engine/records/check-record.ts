import type { CompiledRule, FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { invalid, type LocalizedText, type Problem } from "../contract/problem.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import { token } from "../shared/json-pointer.ts";
import { required, requiredInStage } from "./problems.ts";
import { valueOf, valuesLike } from "./values.ts";
import type { WriteRequest } from "./write-request.ts";

/** The record as it would be. */
export interface Outcome {
  readonly record: StoredRecord;
  /** Field ids. */
  readonly changed: readonly string[];
  /** Whether all values were read; rules are not asked about a record that was not. */
  readonly valid: boolean;
}

/**
 * Required values and rules. Creation is judged whole; an update by what it touches as to required values, so that a
 * field made required later does not block other work, and whole as to rules.
 */
export function checkRecord(request: WriteRequest, outcome: Outcome): readonly Problem[] {
  const missing = [...missingValues(request, outcome), ...missingInStage(request, outcome)];
  return missing.length > 0 || !outcome.valid ? missing : brokenRules(request, outcome);
}

function missingValues(request: WriteRequest, { record, changed }: Outcome): readonly Problem[] {
  const { object, kind, values } = request;
  return object.fields
    .filter(
      (field) =>
        field.definition.required === true &&
        isEmpty(field, record.values) &&
        !wasRefused(field, values) &&
        (kind === "create" || changed.includes(field.id)),
    )
    .map((field) => required(field, isVisible(request, field)));
}

function missingInStage(request: WriteRequest, { record, changed }: Outcome): readonly Problem[] {
  const { pipeline, byName } = request.object;
  if (!pipeline) return [];
  const { stageField } = pipeline;
  const stage = pipeline.stages.get(String(valueOf(stageField, record.values)));
  const moved = changed.includes(stageField.id);
  return (stage?.requiredFields ?? []).flatMap((name) => {
    const field = byName.get(name);
    if (!field || !isEmpty(field, record.values) || wasRefused(field, request.values)) return [];
    if (field.definition.required === true || !(moved || changed.includes(field.id))) return [];
    return [requiredInStage(field, stageLabel(stageField, stage?.option ?? ""), isVisible(request, field))];
  });
}

/** A rule that computes with an absent value does not apply; one that fails otherwise says so. */
function brokenRules(request: WriteRequest, { record }: Outcome): readonly Problem[] {
  const { object, current, now, causation } = request;
  if (object.rules.length === 0) return [];
  const fields = mentionedFields(object);
  const variables = {
    record: snapshot(fields, record),
    before: current ? snapshot(fields, current) : valuesLike(),
    now,
    actor: causation.actor.id,
  };
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

function snapshot(fields: readonly FieldModel[], record: StoredRecord): JsonObject {
  const values = valuesLike();
  for (const field of fields) values[field.apiName] = valueOf(field, record.values) as Json;
  values["id"] = record.id;
  values["owner"] = record.owner;
  values["createdAt"] = record.createdAt;
  values["createdBy"] = record.createdBy;
  values["updatedAt"] = record.updatedAt;
  values["updatedBy"] = record.updatedBy;
  return values;
}

const mentioned = new WeakMap<ObjectModel, readonly FieldModel[]>();

/** Fields whose name occurs in a rule of the object; the others need not be read for them. */
function mentionedFields(object: ObjectModel): readonly FieldModel[] {
  const known = mentioned.get(object);
  if (known) return known;
  const sources = object.rules.map((one) => one.condition.source).join("\n");
  const found = object.fields.filter((one) => sources.includes(one.apiName));
  mentioned.set(object, found);
  return found;
}

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

function stageLabel(field: FieldModel, option: string): LocalizedText {
  const choice = field.type.choices?.(field.settings).find((one) => one.value === option);
  return choice?.label ?? { "zh-CN": option, en: option };
}
