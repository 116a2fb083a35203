import type { ASTNode } from "@marcbachmann/cel-js";
import type { FieldType } from "../contract/field-type.ts";
import { limits } from "../contract/limits.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import type { CompiledExpression, ExpressionVariables } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import { dateIn } from "../shared/calendar.ts";
import { systemProperties, toCel } from "./cel-environment.ts";
import { CelDate } from "./cel-values.ts";
import { languageOf } from "./environment.ts";
import type { ExpressionEnvironment, RelatedVariable } from "./expression-environment.ts";
import { toJson } from "./to-json.ts";
import { describeError, describeFault, typeTexts } from "./describe-error.ts";
import { checkLength, type Fuel } from "./fault.ts";
import { runnable, type RunnableSource } from "./rewrite.ts";
import { expressionProblem, walk, type ExpressionFacts, type Range } from "./walk.ts";

/** Longest source in characters. */
const LONGEST = limits.expressionCharacters;
/** Longest list a variable may hold while an expression runs over it. */
const LONGEST_LIST = 1000;

/**
 * Parses and type-checks a CEL expression; problems carry the place in the source and both languages. `result` is the
 * type it must have, `any` when left out. Evaluation never throws: where an absent value is computed with, the result
 * is a failure with code `no_value`, anything else that goes wrong is `evaluation_failed`.
 */
export function compileExpression(
  source: string,
  environment: ExpressionEnvironment,
  result: "bool" | "any" = "any",
): Result<CompiledExpression> {
  if (source.length > LONGEST) return failure(tooLong);
  const { check, run, fuel } = languageOf(environment);
  let facts: ExpressionFacts;
  let evaluate: (context: object) => unknown;
  let written: RunnableSource;
  let resultType: string;
  try {
    const parsed = check.parse(source);
    facts = walk(parsed.ast as ASTNode);
    const checked = parsed.check();
    const problems = [...facts.problems, ...typeProblems(checked, { environment, source, result })];
    if (problems.length > 0) return failure(...problems);
    resultType = checked.type ?? "dyn";
    written = runnable(source, facts);
    evaluate = run.parse(written.text);
  } catch (error) {
    return failure(describeError(error, environment, source));
  }
  return success(executable(source, { facts, evaluate, environment, resultType, fuel, written }));
}

function typeProblems(
  checked: { readonly valid: boolean; readonly type?: string; readonly error?: unknown },
  context: { environment: ExpressionEnvironment; source: string; result: "bool" | "any" },
): readonly Problem[] {
  if (!checked.valid) return [describeError(checked.error, context.environment, context.source)];
  const fits = context.result === "any" || conditionTypes.has(checked.type ?? "");
  return fits ? [] : [notCondition(checked.type ?? "")];
}

/** What a condition may be for the checker; `dyn` is looked at when it is evaluated. */
const conditionTypes: ReadonlySet<string> = new Set(["bool", "dyn"]);

interface Parts {
  readonly facts: ExpressionFacts;
  readonly evaluate: (context: object) => unknown;
  readonly environment: ExpressionEnvironment;
  readonly resultType: string;
  readonly fuel: Fuel;
  readonly written: RunnableSource;
}

type Read = readonly { readonly name: string; readonly type: FieldType | undefined }[];

function executable(source: string, parts: Parts): CompiledExpression {
  const { facts, evaluate, environment, resultType, fuel, written } = parts;
  const types = new Map(environment.fields.map((one) => [one.apiName, one.type]));
  const toRead = (names: readonly string[]): Read => names.map((name) => ({ name, type: types.get(name) }));
  const record = toRead(facts.record);
  const before = toRead(facts.before);
  const system = new Set(systemProperties.map(([name]) => name));
  const related = [...(environment.related ?? [])];
  const usesToday = /\btoday\b/.test(source);
  const usesNow = /\bnow\b/.test(source);
  return {
    source,
    resultType,
    dependencies: facts.record.filter((name) => !system.has(name)),
    evaluate(variables) {
      const context = {
        record: celRecord(record, variables.record),
        before: celRecord(before, variables.before ?? {}),
        steps: variables.steps ?? {},
        now: usesNow ? new Date(variables.now) : null,
        today: usesToday ? new CelDate(dateIn(variables.now, environment.timeZone)) : null,
        actor: variables.actor ?? "",
        ...relatedValues(related, variables.related ?? {}),
      };
      try {
        fuel.refill();
        return toJson(checkLength(evaluate(context)));
      } catch (error) {
        return failure(failed(error, { read: record, related, variables, written }));
      }
    },
  };
}

function celRecord(read: Read, values: JsonObject): object {
  const result: Record<string, unknown> = {};
  for (const { name, type } of read) {
    const value: Json | undefined = Object.hasOwn(values, name) ? values[name] : undefined;
    result[name] = Array.isArray(value) && value.length > LONGEST_LIST ? null : toCel(value, type, name);
  }
  return result;
}

function relatedValues(
  related: readonly (readonly [string, RelatedVariable])[],
  values: JsonObject,
): Record<string, unknown> {
  const entries = related.map(([variable, { path, type }]) => {
    const value = values[path.join(".")];
    return [variable, toCel(value, type ?? undefined, path.at(-1) ?? "")] as const;
  });
  return Object.fromEntries(entries);
}

interface Failing {
  readonly read: Read;
  readonly related: readonly (readonly [string, RelatedVariable])[];
  readonly variables: ExpressionVariables;
  readonly written: RunnableSource;
}

function failed(error: unknown, failing: Failing): Problem {
  const fault = describeFault(error);
  const place = placeOf(error, failing.written);
  if (fault?.code === "too_complex") return expressionProblem(fault.code, fault.texts, place);
  const absent = absentValue(failing);
  if (absent !== undefined) return noValue(absent, place);
  const text = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
  const missing = /^No such key: (.*)$/.exec(text)?.[1];
  if (missing !== undefined && !missing.includes("index")) return noValue(missing, place);
  const [code, texts] = fault
    ? [fault.code, fault.texts]
    : (["evaluation_failed", ["这个表达式无法计算。", "The expression cannot be computed."]] as const);
  return expressionProblem(code, texts, place);
}

/** The first name or path read that has no value. */
function absentValue({ read, related, variables }: Failing): string | undefined {
  const isAbsent = (value: Json | undefined): boolean => value === undefined || value === null;
  const own = read.find(({ name }) => isAbsent(variables.record[name]));
  if (own) return own.name;
  return related.map(([, { path }]) => path.join(".")).find((path) => isAbsent(variables.related?.[path]));
}

function noValue(name: string, place: Range | undefined): Problem {
  return expressionProblem(
    "no_value",
    [`“${name}”没有值，无法计算。`, `“${name}” has no value to compute with.`],
    place,
  );
}

/** Where in the written source it failed. */
function placeOf(error: unknown, written: RunnableSource): Range | undefined {
  const range = (error as { readonly range?: Range } | null)?.range;
  return range && { start: written.origin(range.start), end: written.origin(range.end) };
}

const tooLong = expressionProblem(
  "too_complex",
  [`表达式最多 ${LONGEST} 个字符。`, `An expression may have at most ${LONGEST} characters.`],
  undefined,
);

function notCondition(type: string): Problem {
  const [chinese, english] = typeTexts(type);
  return expressionProblem(
    "wrong_type",
    [`结果应为是或否，现在是${chinese}。`, `The result must be true or false, but it is a ${english}.`],
    undefined,
  );
}
