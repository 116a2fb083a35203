import type { Problem } from "../contract/problem.ts";
import type { ExpressionEnvironment } from "./expression-environment.ts";
import { ExpressionFault } from "./fault.ts";
import { expressionProblem, type Range } from "./walk.ts";

interface CelError {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: Range;
  readonly cause?: unknown;
}

type Texts = readonly [chinese: string, english: string];

/** What is wrong with an expression as written, with its place and in both languages; the engine's own words stay inside. */
export function describeError(error: unknown, environment: ExpressionEnvironment, source: string): Problem {
  const { code = "syntax", summary = "", range } = (error ?? {}) as CelError;
  const word = range ? source.slice(range.start, range.end) : "";
  if (code === "unknown_variable")
    return expressionProblem("unknown_name", unknownVariable(word, environment), range);
  const [problem, texts] = sayings[code]?.(word, namesIn(summary)) ?? [
    "bad_expression",
    ["这里写得不对。", "This is not written as it should be."] as const,
  ];
  return expressionProblem(problem, texts, range);
}

/** Name of one of the engine's types for people. */
export function typeTexts(type: string): Texts {
  const name = namesIn(type)[0] ?? "";
  return typeNames[name] ?? ["其他", "something else"];
}

/** What went wrong in an evaluation: its code and texts; null when the engine says nothing that people could use. */
export function describeFault(error: unknown): { readonly code: string; readonly texts: Texts } | null {
  if (error instanceof ExpressionFault) return error;
  const { code = "", summary = "", cause } = (error ?? {}) as CelError;
  if (cause instanceof ExpressionFault) return cause;
  const texts = faults[code] ?? sayings[code]?.("", namesIn(summary))[1];
  return texts ? { code: "evaluation_failed", texts } : null;
}

type Saying = (word: string, names: readonly string[]) => readonly [code: string, texts: Texts];

const fixed =
  (code: string, ...texts: Texts): Saying =>
  () => [code, texts];
const typesDiffer: Saying = (_word, names) => [
  "wrong_type",
  [
    `类型不匹配：${names.map((one) => typeNames[one]?.[0] ?? one).join("、") || "这些值不能一起计算"}。`,
    `Types do not fit: ${names.map((one) => typeNames[one]?.[1] ?? one).join(", ") || "these values cannot be computed together"}.`,
  ],
];
const notEnded = fixed("bad_expression", "文字缺少结束的引号。", "A text lacks its closing quote.");

/** By the engine's codes. */
const sayings: Readonly<Record<string, Saying>> = {
  no_such_key: (word) => ["unknown_field", [`没有字段“${word}”。`, `There is no field “${word}”.`]],
  no_such_overload: typesDiffer,
  incompatible_ternary_branches: typesDiffer,
  invalid_comparison_type: typesDiffer,
  no_matching_overload: (word) => {
    const name = /([A-Za-z_]\w*)\s*\($/.exec(word.slice(0, word.indexOf("(") + 1))?.[1] ?? word.slice(0, 40);
    return [
      "wrong_call",
      [
        `没有函数 ${name}，或它不接受这样的参数。`,
        `There is no function ${name}, or it does not take such arguments.`,
      ],
    ];
  },
  invalid_condition_type: fixed("wrong_type", "条件应为是或否。", "A condition must be true or false."),
  invalid_logical_operand: fixed(
    "wrong_type",
    "&& 和 || 两边应为是或否。",
    "Both sides of && and || must be true or false.",
  ),
  invalid_macro_argument: fixed(
    "wrong_call",
    "这里应写一个字段，或者列表运算的变量名。",
    "A field, or the name of a list operation's variable, is needed here.",
  ),
  invalid_index_type: fixed("wrong_type", "列表的序号应为整数。", "A list is indexed by whole numbers."),
  cannot_index_type: fixed("wrong_type", "这个值没有可取的成员。", "This value has no members."),
  unexpected_token: (word) =>
    word === ""
      ? ["bad_expression", ["表达式没有写完。", "The expression is not finished."]]
      : ["bad_expression", [`这里不该出现“${word}”。`, `“${word}” is not expected here.`]],
  expected_token: (word) =>
    word === ""
      ? [
          "bad_expression",
          ["表达式没有写完，缺少符号。", "The expression is not finished; a sign is missing."],
        ]
      : ["bad_expression", [`“${word}”之前缺少符号。`, `A sign is missing before “${word}”.`]],
  unexpected_character: (word) => [
    "bad_expression",
    [`不能使用字符“${word}”。`, `The character “${word}” cannot stand here.`],
  ],
  reserved_identifier: (word) => [
    "unknown_name",
    [`“${word}”是保留字，不能作为名称。`, `“${word}” is a reserved word and no name.`],
  ],
  limit_exceeded: fixed(
    "too_complex",
    "表达式过于复杂，请拆分或简化。",
    "The expression is too complex; split or simplify it.",
  ),
  invalid_number: fixed("bad_expression", "数字写得不对。", "The number is not written as it should be."),
  invalid_exponent: fixed("bad_expression", "数字的指数写得不对。", "The number's exponent is not right."),
  invalid_escape_sequence: fixed(
    "bad_expression",
    "反斜杠后的字符不能识别。",
    "The character behind the backslash is not known.",
  ),
  newline_in_string: fixed(
    "bad_expression",
    "文字中不能换行，请写 \\n。",
    "A text cannot go over lines; write \\n.",
  ),
  unterminated_string: notEnded,
  unterminated_triple_quoted_string: notEnded,
};

/** Failures that only an evaluation can have, by the engine's codes. */
const faults: Readonly<Record<string, Texts>> = {
  division_by_zero: ["不能除以零。", "Nothing can be divided by zero."],
  modulo_by_zero: ["不能除以零。", "Nothing can be divided by zero."],
  numeric_overflow: ["整数过大。", "The whole number is too large."],
  index_out_of_bounds: ["列表没有这么多项。", "The list has fewer items."],
  index_out_of_range: ["列表没有这么多项。", "The list has fewer items."],
  invalid_duration: ["时长写得不对。", "The duration is not written as it should be."],
  invalid_timestamp: [
    "时刻写得不对，应为 2026-01-31T08:00:00Z。",
    "The instant must be written as 2026-01-31T08:00:00Z.",
  ],
  int_conversion_error: ["不能变成整数。", "It cannot become a whole number."],
  no_matching_overload: ["函数得到的参数类型不对。", "A function was given a value of the wrong type."],
};

const typeNames: Readonly<Record<string, Texts>> = {
  string: ["文字", "text"],
  bool: ["是否", "yes/no"],
  int: ["整数", "whole number"],
  double: ["小数", "number"],
  Decimal: ["数字", "number"],
  Date: ["日期", "date"],
  Money: ["金额", "money"],
  list: ["列表", "list"],
  map: ["对象", "object"],
  null: ["空值", "nothing"],
  Timestamp: ["时刻", "instant"],
};

/** Names of types in what the engine said. */
function namesIn(summary: string): readonly string[] {
  return summary.match(/\b(?:string|bool|int|double|Decimal|Date|Money|list|map|null|Timestamp)\b/g) ?? [];
}

function unknownVariable(word: string, environment: ExpressionEnvironment): Texts {
  if (environment.fields.some((one) => one.apiName === word))
    return [`字段请写成 record.${word}。`, `Write record.${word} for the field.`];
  return [`没有名为“${word}”的变量。`, `There is no variable named “${word}”.`];
}
