import type { Json, JsonObject } from "../contract/json.ts";
import type { CompiledExpression, FieldModel, ObjectModel } from "../contract/model.ts";
import { literalsIn } from "./literals.ts";
import { seeded, type Random } from "./random.ts";

/** One record that every way to write must judge alike. */
export interface ConformanceCase {
  /** Unique in its suite, for example `rule discount_bounded refuses 2`. */
  readonly id: string;
  readonly about: "base" | "required" | "requiredIf" | "type" | "rule" | "unique";
  /** By API name; absent means no value. */
  readonly values: JsonObject;
  /** A record that is there already; only for `unique`. */
  readonly existing?: JsonObject;
  /** Null: accepted. Else where the problem is, for example `/values/phone`, or empty for the record. */
  readonly refused: { readonly pointers: readonly string[] } | null;
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
/** Records of each kind kept for a rule. */
const KEPT = 2;

/**
 * Derives from an object's metadata records that must be taken and ones that must be refused: for each type, required
 * field, condition, uniqueness and rule. A refused record breaks that one thing and nothing else. What no try of the seed
 * reaches (a rule that nothing breaks) has no case.
 */
export function conformanceSuite(request: ConformanceRequest): readonly ConformanceCase[] {
  const suite = prepare(request);
  const base = find(suite, (values) => broken(suite, values).length === 0);
  if (!base) return [];
  return [
    { id: "base", about: "base", values: base, refused: null },
    ...suite.fields.flatMap((field) => typeCases(suite, base, field)),
    ...suite.fields.flatMap((field) => requiredCases(suite, base, field)),
    ...suite.fields.flatMap((field) => uniqueCases(base, field)),
    ...suite.request.object.rules.flatMap((_, at) => ruleCases(suite, at)),
  ];
}

interface Suite {
  readonly request: ConformanceRequest;
  readonly fields: readonly FieldModel[];
  readonly candidates: ReadonlyMap<string, readonly Json[]>;
  readonly random: Random;
}

function prepare(request: ConformanceRequest): Suite {
  const { object } = request;
  const sources = [
    ...object.rules.map((one) => one.condition.source),
    ...object.fields.flatMap((one) => one.requiredIf?.source ?? []),
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
function find(suite: Suite, wanted: (values: JsonObject) => boolean): JsonObject | null {
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
function broken(suite: Suite, values: JsonObject): readonly (string | number)[] {
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
  return field.requiredIf !== undefined && holds(suite, field.requiredIf, values) === true;
}

/** Null: it cannot be computed, so that a rule does not apply. */
function holds({ request }: Suite, condition: CompiledExpression, values: JsonObject): boolean | null {
  const result = condition.evaluate({ record: values, before: {}, now: request.now });
  return result.ok ? result.value === true : null;
}

function typeCases({ request }: Suite, base: JsonObject, field: FieldModel): readonly ConformanceCase[] {
  const bad = request.values(field).bad.filter((one) => one !== null);
  return bad.slice(0, KEPT * 2).map((value, at) => ({
    id: `type ${field.apiName} refuses ${at + 1}`,
    about: "type" as const,
    values: { ...base, [field.apiName]: value },
    refused: { pointers: [`/values/${field.apiName}`] },
  }));
}

function requiredCases(suite: Suite, base: JsonObject, field: FieldModel): readonly ConformanceCase[] {
  const { apiName } = field;
  const refused = { pointers: [`/values/${apiName}`] };
  if (field.definition.required === true && !field.defaultValue) {
    const values = without(base, apiName);
    const isOnly = broken(suite, values).every((one) => one === apiName);
    return isOnly ? [{ id: `required ${apiName} refuses`, about: "required", values, refused }] : [];
  }
  if (!field.requiredIf) return [];
  const demanded = find(suite, (values) => isOnlyBreach(broken(suite, values), apiName));
  const free = find(suite, (values) => !Object.hasOwn(values, apiName) && broken(suite, values).length === 0);
  return [
    ...(demanded ? [conditional(apiName, demanded, refused)] : []),
    ...(free ? [conditional(apiName, free, null)] : []),
  ];
}

function conditional(
  apiName: string,
  values: JsonObject,
  refused: ConformanceCase["refused"],
): ConformanceCase {
  return {
    id: `requiredIf ${apiName} ${refused ? "refuses" : "accepts"}`,
    about: "requiredIf",
    values,
    refused,
  };
}

function uniqueCases(
  base: JsonObject,
  { apiName, definition, type }: FieldModel,
): readonly ConformanceCase[] {
  if (definition.unique !== true || !type.uniqueKey || !Object.hasOwn(base, apiName)) return [];
  return [
    {
      id: `unique ${apiName} refuses`,
      about: "unique",
      existing: base,
      values: base,
      refused: { pointers: [`/values/${apiName}`] },
    },
  ];
}

function ruleCases(suite: Suite, at: number): readonly ConformanceCase[] {
  return [true, false].flatMap((accepts) =>
    Array.from({ length: KEPT }, (_, kept) => ruleCase(suite, at, { accepts, number: kept + 1 })).flatMap(
      (one) => one ?? [],
    ),
  );
}

function ruleCase(
  suite: Suite,
  at: number,
  { accepts, number }: { readonly accepts: boolean; readonly number: number },
): ConformanceCase | null {
  const rule = suite.request.object.rules[at];
  if (!rule) return null;
  const values = find(suite, (one) => {
    const breaches = broken(suite, one);
    if (!accepts) return isOnlyBreach(breaches, at);
    return breaches.length === 0 && holds(suite, rule.condition, one) === true;
  });
  if (!values) return null;
  const pointers = (rule.definition.fields ?? []).map((one) => `/values/${one}`);
  return {
    id: `rule ${rule.definition.apiName} ${accepts ? "accepts" : "refuses"} ${number}`,
    about: "rule",
    values,
    refused: accepts ? null : { pointers: pointers.length > 0 ? pointers : [""] },
  };
}

function isOnlyBreach(breaches: readonly (string | number)[], wanted: string | number): boolean {
  return breaches.length === 1 && breaches[0] === wanted;
}

function without(values: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
