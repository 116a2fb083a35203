import type { Json, JsonObject } from "../contract/json.ts";
import type { CompiledExpression, FieldModel, ObjectModel } from "../contract/model.ts";
import { literalsIn } from "./literals.ts";
import { seeded, type Random } from "./random.ts";

/** One record that every way to write must judge alike. */
export interface ConformanceCase {
  /** Unique in its suite, for example `rule discount_bounded refuses 2`. */
  readonly id: string;
  readonly about: "base" | "required" | "requiredIf" | "type" | "rule" | "unique" | "move" | "gate";
  /** By API name; absent means no value. */
  readonly values: JsonObject;
  /** A record that is there already: for `unique` another one, for `move` and `gate` the same before its change of stage. */
  readonly existing?: JsonObject;
  /** The change of stage by which `existing` becomes `values`; only for `move` and `gate`. */
  readonly move?: CaseMove;
  /** Null: accepted. Else where the problem is, for example `/values/phone`, or empty for the record. */
  readonly refused: { readonly pointers: readonly string[] } | null;
}

/** A change of stage, as a board or a transition makes it. */
export interface CaseMove {
  /** API name of the pipeline's stage field. */
  readonly field: string;
  /** Option of the stage entered. */
  readonly to: string;
  /** API name of a transition that leads there. */
  readonly transition: string;
}

export interface ConformanceRequest {
  readonly object: ObjectModel;
  /** Values a field takes, and ones it must refuse; none of the first leaves the field out. */
  values(field: FieldModel): { readonly good: readonly Json[]; readonly bad: readonly Json[] };
  /** The same seed gives the same suite. */
  readonly seed: number;
  /** RFC 3339 UTC, for rules that look at the clock. */
  readonly now: string;
}

/** Records tried to find ones that a condition holds for, and ones it does not. */
const TRIES = 400;

/** What records of one suite are made from. */
export interface Suite {
  readonly request: ConformanceRequest;
  readonly fields: readonly FieldModel[];
  readonly candidates: ReadonlyMap<string, readonly Json[]>;
  readonly random: Random;
}

export function prepare(request: ConformanceRequest): Suite {
  const { object } = request;
  const sources = [
    ...object.rules.map((one) => one.condition.source),
    ...object.fields.flatMap((one) => one.requiredIf?.source ?? []),
    ...object.pipelines.flatMap((one) => one.transitions.flatMap(({ condition }) => condition?.source ?? [])),
  ];
  const literals = sources.flatMap(literalsIn);
  const candidates = new Map(
    object.fields.map((field) => {
      const near = literals.filter((one) => field.type.check(one, field.settings).length === 0);
      return [field.apiName, field.type.computed ? [] : [...request.values(field).good, ...near]] as const;
    }),
  );
  const fields = object.fields.filter((one) => (candidates.get(one.apiName)?.length ?? 0) > 0);
  return { request, fields, candidates, random: seeded(request.seed) };
}

/** A record of random values that `wanted` holds for; null when no try makes one. */
export function find(suite: Suite, wanted: (values: JsonObject) => boolean): JsonObject | null {
  for (let at = 0; at < TRIES; at += 1) {
    const values = attempt(suite);
    if (wanted(values)) return values;
  }
  return null;
}

function attempt({ fields, candidates, random }: Suite): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const isLeftOut = field.definition.required !== true && random.below(4) === 0;
      const all = candidates.get(field.apiName) ?? [];
      const value = all[random.below(all.length)];
      const isNothing = value === undefined || field.type.isBlank?.(value) === true;
      return isLeftOut || isNothing ? [] : [[field.apiName, value]];
    }),
  );
}

/** What a record breaks: names of required fields that are missing, and numbers of rules. */
export function broken(suite: Suite, values: JsonObject): readonly (string | number)[] {
  const { object } = suite.request;
  const missing = object.fields.filter((field) => isMissing(suite, field, values)).map((one) => one.apiName);
  const rules = object.rules.flatMap(({ condition }, at) =>
    holds(suite, condition, values) === false ? [at] : [],
  );
  return [...missing, ...rules];
}

function isMissing(suite: Suite, field: FieldModel, values: JsonObject): boolean {
  if (Object.hasOwn(values, field.apiName) || field.type.computed || field.defaultValue) return false;
  if (field.definition.required === true) return true;
  if (isAskedByStage(suite, field, values)) return true;
  return field.requiredIf !== undefined && holds(suite, field.requiredIf, values) === true;
}

/** Whether the stage of the record asks for the value, or it is the reason of a loss. */
function isAskedByStage({ request }: Suite, { apiName }: FieldModel, values: JsonObject): boolean {
  return request.object.pipelines.some(({ definition, stageField, stages }) => {
    const stage = stages.get(String(values[stageField.apiName]));
    const isReason = stage?.category === "lost" && definition.lossReasonField === apiName;
    return isReason || stage?.requiredFields?.includes(apiName) === true;
  });
}

/** Null: it cannot be computed, so that a rule does not apply. */
export function holds({ request }: Suite, condition: CompiledExpression, values: JsonObject): boolean | null {
  const result = condition.evaluate({ record: values, before: {}, now: request.now });
  return result.ok ? result.value === true : null;
}

export function isOnlyBreach(breaches: readonly (string | number)[], wanted: string | number): boolean {
  return breaches.length === 1 && breaches[0] === wanted;
}

/** Where a record is refused for what it breaks, in the order of `broken`. */
export function pointersOf({ request }: Suite, breach: string | number): readonly string[] {
  if (typeof breach === "string") return [`/values/${breach}`];
  const fields = request.object.rules[breach]?.definition.fields ?? [];
  return fields.length > 0 ? fields.map((one) => `/values/${one}`) : [""];
}
