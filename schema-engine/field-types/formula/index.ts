import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem, type Result } from "../../contract/problem.ts";
import { checkText } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINE_PATTERN, matchesText, textOperators } from "../../shared/plain-text.ts";
import { foldText, sortableText } from "../../shared/sortable-text.ts";
import { acceptResult, resultTypes, type FormulaResult } from "./accept.ts";

interface FormulaSettings {
  /** CEL text over `record`, through relations too: `record.account.industry`. */
  readonly expression: string;
  /** Field type of the values. */
  readonly result: FormulaResult;
  /** Currency of amounts that the expression gives as plain numbers; ISO 4217. */
  readonly currency?: string;
  /** Fraction digits numbers are rounded to. */
  readonly decimals?: number;
  /** Whether the result is shown to people who may not read what it is made of. */
  readonly runsAsSystem?: boolean;
}

const MAX_LENGTH = 255;
const limits = {
  maxLength: MAX_LENGTH,
  pattern: new RegExp(LINE_PATTERN, "u"),
  malformed: invalid(
    "",
    "text",
    bilingual("只能是一行文字。", "Must be one line of text."),
  ) satisfies Problem,
};

export default defineFieldType<unknown, FormulaSettings>({
  name: "formula",
  label: bilingual("公式", "Formula"),
  description: bilingual(
    "由本记录和关联记录的字段计算得出。",
    "Worked out from fields of the record and of the records it points at.",
  ),
  icon: "square-function",
  settingsSchema: settingsOf(
    {
      expression: labelled(bilingual("表达式", "Expression"), {
        type: "string",
        minLength: 1,
        maxLength: 4000,
        "x-widget": "formula",
      }),
      result: labelled(bilingual("结果类型", "Type of the result"), { type: "string", enum: resultTypes }),
      currency: labelled(bilingual("币种", "Currency"), { type: "string", pattern: "^[A-Z]{3}$" }),
      decimals: labelled(bilingual("小数位数", "Fraction digits"), {
        type: "integer",
        minimum: 0,
        maximum: 10,
      }),
      runsAsSystem: labelled(
        bilingual("对无权查看来源的人也显示", "Show to people who may not read its inputs"),
        {
          type: "boolean",
        },
      ),
    },
    ["expression", "result"],
  ),
  defaultSettings: { expression: "''", result: "text" },
  resultOf: ({ result, currency, decimals }) => ({
    type: result,
    settings: {
      ...(result === "currency" && currency !== undefined ? { currencies: [currency] } : {}),
      ...(decimals === undefined ? {} : { decimals }),
    },
  }),
  valueSchema: () => ({ type: "string", maxLength: MAX_LENGTH, pattern: LINE_PATTERN }),
  check: (value) => checkText(value, limits),
  storage: { class: "listable", encode: (value) => value as string, decode: (stored) => stored },
  index: { encode: (value) => sortableText(value as string), exact: false },
  uniqueKey: (value) => foldText(value as string),
  searchText: (value) => [String(value)],
  operators: textOperators,
  matches: (operator, value, operand) => matchesText(operator, value as string, operand),
  parse(text) {
    const value = text.trim();
    const problems = checkText(value, limits);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => String(value),
  cel: { type: "string", toCel: (value) => value },
  computed: {
    source: "expression",
    expression: (settings) => (settings as FormulaSettings).expression,
    accept: (result, settings): Result<unknown> => acceptResult(result, settings as FormulaSettings),
    runsAsSystem: (settings) => (settings as FormulaSettings).runsAsSystem === true,
  },
});
