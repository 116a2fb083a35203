import type { Json, JsonObject, JsonSchema } from "../contract/json.ts";
import type { NodeInput, NodeType } from "../contract/node-type.ts";
import { invalid, success, under, type Problem, type Result } from "../contract/problem.ts";
import { token } from "./json-pointer.ts";
import { addDuration, dateIn, DURATION_PATTERN, parseDuration } from "./calendar.ts";
import { bilingual } from "./locale.ts";

/** A value that an admin sets in a step: as it is, worked out, or a day so long from now. */
export type StepValue =
  | { readonly literal: Json }
  | { readonly expression: string }
  /** ISO 8601 duration from now; `as` is the kind of the field it goes to, default `date`. */
  | { readonly fromNow: string; readonly as?: "date" | "dateTime" };

export type StepValues = Readonly<Record<string, StepValue>>;

const text = { type: "string", minLength: 1, maxLength: 4000 };

function alternative(properties: Readonly<Record<string, JsonSchema>>, required: string): JsonSchema {
  return { type: "object", properties, required: [required], additionalProperties: false };
}

/** JSON Schema of a `StepValue`. */
export const stepValueSchema: JsonSchema = {
  oneOf: [
    { ...alternative({ literal: {} }, "literal"), "x-label": bilingual("固定值", "Fixed value") },
    {
      ...alternative({ expression: text }, "expression"),
      "x-label": bilingual("公式", "Expression"),
    },
    {
      ...alternative(
        { fromNow: { type: "string", pattern: DURATION_PATTERN }, as: { enum: ["date", "dateTime"] } },
        "fromNow",
      ),
      "x-label": bilingual("从现在起", "From now"),
    },
  ],
  "x-widget": "step-value",
};

/** JSON Schema of values by field API name. */
export const stepValuesSchema: JsonSchema = {
  type: "object",
  additionalProperties: stepValueSchema,
  "x-label": bilingual("字段值", "Field values"),
  "x-widget": "step-values",
};

/** The expressions among values, for `NodeType.expressions`. */
export function expressionsIn(pointer: string, values: StepValues): ReturnType<NodeType["expressions"]> {
  return Object.entries(values).flatMap(([name, value]) =>
    "expression" in value
      ? [
          {
            source: value.expression,
            pointer: `${pointer}${token(name)}/expression`,
            result: "any" as const,
          },
        ]
      : [],
  );
}

/** One value worked out; an absent operand of an expression makes no value (null), other failures are told. */
export function stepValue(value: StepValue, input: NodeInput): Result<Json> {
  if ("literal" in value) return success(value.literal);
  if ("fromNow" in value) return success(laterThan(input, value.fromNow, value.as ?? "date"));
  const result = input.evaluate(value.expression);
  return !result.ok && result.problems[0]?.code === "no_value" ? success(null) : result;
}

/** All values worked out, with every problem. */
export function stepValues(values: StepValues, input: NodeInput): Result<JsonObject> {
  const done: Record<string, Json> = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(values)) {
    const result = stepValue(value, input);
    if (result.ok) done[name] = result.value;
    else problems.push(...result.problems.map((one) => under(`/values${token(name)}`, one)));
  }
  return problems.length > 0 ? { ok: false, problems } : success(done);
}

function laterThan({ now, timeZone }: NodeInput, text: string, as: "date" | "dateTime"): Json {
  const duration = parseDuration(text);
  const later = duration && addDuration(now, duration, timeZone);
  return later && (as === "date" ? dateIn(later, timeZone) : later);
}

/** The result of a condition; an operand without a value makes it false. */
export function holds(result: Result<Json>): Result<boolean> {
  if (result.ok) return success(result.value === true);
  return result.problems[0]?.code === "no_value" ? success(false) : result;
}

/** The one output of a step that always goes on the same way. */
export const nextOutput = [{ name: "default", label: bilingual("下一步", "Next") }];

/** A step needs its record, and it was deleted. */
export const recordGone = invalid(
  "",
  "record_deleted",
  bilingual("记录已被删除。", "The record was deleted."),
);
