import type { Causation, ObjectModel, StoredRecord, WorkspaceModel } from "../contract/model.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Problem } from "../contract/problem.ts";
import { brokenRules, checkRecord } from "../records/check-record.ts";
import { valueOf } from "../records/values.ts";
import { pathOf, token } from "../shared/json-pointer.ts";

/** Something a stored record does not satisfy. */
export interface Finding {
  /** Code of the problem a writer would get. */
  readonly code: string;
  /** Id of the field's definition; null: it is about the whole record. */
  readonly fieldId: string | null;
  /** API name of the rule; null: it is none. */
  readonly rule: string | null;
}

/**
 * What a stored record does not satisfy under a model, judged as if it were written anew: values against their types,
 * required ones, conditions, stage, options and rules. `record` as the model's object reads it.
 */
export function judgeRecord(
  model: WorkspaceModel,
  object: ObjectModel,
  given: {
    readonly record: StoredRecord;
    readonly now: string;
    /** Values of related records by path (`relatedPathsOf`); absent: none are known. */
    readonly reached?: JsonObject;
  },
): readonly Finding[] {
  const { record, now, reached = {} } = given;
  const wrong = object.fields.flatMap((field): readonly Problem[] => {
    const value = valueOf(field, record.values);
    if (value === null || field.type.computed) return [];
    return field.type
      .check(value, field.settings)
      .map((one) => ({ ...one, pointer: `/values${token(field.apiName)}` }));
  });
  const request = {
    ...({ model, object, kind: "create", access: null, current: record, expectedVersion: null } as const),
    ...{ values: {}, causation: platform, now, id: record.id, numbers: {}, related: [], reached },
  };
  const changed = Object.keys(record.values);
  const outcome = { record, changed, valid: false };
  const problems = [...wrong, ...checkRecord(request, outcome), ...brokenRules(request, outcome)];
  return problems.map((one) => findingOf(object, one));
}

/** Whether two findings, perhaps under different models, are the same fault. */
export function isSameFinding(a: Finding, b: Finding): boolean {
  return a.code === b.code && a.fieldId === b.fieldId && a.rule === b.rule;
}

const platform: Causation = {
  command: "plan",
  correlation: "plan",
  depth: 0,
  path: [],
  actor: { kind: "system", id: "" },
};

function findingOf(object: ObjectModel, { code, pointer, details }: Problem): Finding {
  const rule = details?.["rule"];
  const name = pathOf(pointer)[1];
  const field = typeof rule === "string" || name === undefined ? undefined : object.byName.get(name);
  return { code, fieldId: field?.definition.id ?? null, rule: typeof rule === "string" ? rule : null };
}
