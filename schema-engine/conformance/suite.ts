import type { JsonObject } from "../contract/json.ts";
import type { FieldModel } from "../contract/model.ts";
import { moveCases } from "./moves.ts";
import {
  broken,
  find,
  holds,
  isOnlyBreach,
  pointersOf,
  prepare,
  type ConformanceCase,
  type ConformanceRequest,
  type Suite,
} from "./records.ts";

/** Records of each kind kept for a rule. */
const KEPT = 2;

/**
 * Derives from an object's metadata records that must be taken and ones that must be refused: for each type, required
 * field, condition, uniqueness, rule, and each change of stage. A refused record breaks that one thing and nothing else. What no try of the seed
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
    ...suite.request.object.pipelines.flatMap((one) => moveCases(suite, one)),
  ];
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
  return {
    id: `rule ${rule.definition.apiName} ${accepts ? "accepts" : "refuses"} ${number}`,
    about: "rule",
    values,
    refused: accepts ? null : { pointers: pointersOf(suite, at) },
  };
}

function without(values: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
