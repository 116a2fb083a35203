import type { LocalizedText } from "../../contract/problem.ts";
import { bilingual } from "../../shared/locale.ts";
import { dateFunctions } from "./dates.ts";
import type { ExpressionFunction, ParameterType } from "./define.ts";
import { moneyFunctions } from "./money.ts";
import { numberFunctions } from "./numbers.ts";
import { textFunctions } from "./text.ts";
import { coalesce } from "./values.ts";

/** A function as the expression editor lists it. */
export interface FunctionHelp {
  readonly name: string;
  readonly group: ExpressionFunction["group"];
  readonly help: LocalizedText;
  readonly example: string;
  /** Ways to call it, such as `left(text, whole)`, in both languages. */
  readonly usages: readonly LocalizedText[];
}

/** Every function there is, by group; `has` is a word of the language and listed with them. */
export function functionsOf(timeZone: string): readonly ExpressionFunction[] {
  return [...textFunctions, ...numberFunctions, ...dateFunctions(timeZone), ...moneyFunctions];
}

/** What the editor shows of every function. */
export function functionHelp(): readonly FunctionHelp[] {
  const has: FunctionHelp = {
    name: "has",
    group: "value",
    help: bilingual("字段是否有值。", "Whether a field has a value."),
    example: "has(record.owner)",
    usages: [bilingual("has(字段)", "has(field)")],
  };
  return [...functionsOf("UTC"), coalesce]
    .map(({ name, group, help, example, overloads }) => ({
      name,
      group,
      help,
      example,
      usages: usagesOf(name, overloads),
    }))
    .concat(has);
}

const parameterNames: Readonly<Record<ParameterType, LocalizedText>> = {
  text: bilingual("文字", "text"),
  number: bilingual("数字", "number"),
  whole: bilingual("整数", "whole number"),
  yesNo: bilingual("是否", "yes/no"),
  date: bilingual("日期", "date"),
  instant: bilingual("时刻", "instant"),
  money: bilingual("金额", "money"),
  texts: bilingual("文字列表", "list of texts"),
  any: bilingual("值", "value"),
};

/** Few ways are enough to see how it is called. */
const SHOWN = 3;

function usagesOf(name: string, overloads: ExpressionFunction["overloads"]): readonly LocalizedText[] {
  return overloads
    .slice(0, SHOWN)
    .map(({ takes }) =>
      bilingual(
        `${name}(${takes.map((one) => parameterNames[one]["zh-CN"]).join(", ")})`,
        `${name}(${takes.map((one) => parameterNames[one].en).join(", ")})`,
      ),
    );
}
