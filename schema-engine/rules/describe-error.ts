import type { Problem } from "../contract/problem.ts";
import type { ExpressionEnvironment } from "./expression-environment.ts";
import { expressionProblem } from "./walk.ts";

interface CelError {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number; readonly end: number };
}

/** What the expression engine said, as a problem with its place and in both languages. */
export function describeError(error: unknown, environment: ExpressionEnvironment, source: string): Problem {
  const { code = "syntax", summary = "", range } = (error ?? {}) as CelError;
  const word = range ? source.slice(range.start, range.end) : "";
  if (code === "unknown_variable") return unknownVariable(word, environment, range);
  if (code === "no_such_key") return unknownField(word, range);
  if (code === "no_such_overload")
    return expressionProblem(
      "wrong_type",
      [`类型不匹配：${shown(summary)}`, `Types do not fit: ${shown(summary)}`],
      range,
    );
  return expressionProblem(
    "bad_expression",
    [`表达式有误：${shown(summary)}`, `The expression is wrong: ${shown(summary)}`],
    range,
  );
}

function unknownVariable(
  word: string,
  environment: ExpressionEnvironment,
  range: CelError["range"],
): Problem {
  const isField = environment.fields.some((one) => one.apiName === word);
  return expressionProblem(
    "unknown_name",
    isField
      ? [`字段请写成 record.${word}。`, `Write record.${word} for the field.`]
      : [`没有名为“${word}”的变量。`, `There is no variable named “${word}”.`],
    range,
  );
}

function unknownField(word: string, range: CelError["range"]): Problem {
  return expressionProblem("unknown_field", [`没有字段“${word}”。`, `There is no field “${word}”.`], range);
}

function shown(text: string): string {
  return text.replace(/dyn<([^>]+)>/g, "$1").slice(0, 200);
}
