import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { Decimal } from "../../shared/decimal.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";
import { sortableNumber } from "../../shared/sortable-number.ts";

interface RatingSettings {
  /** Stars that can be given, 3–10. */
  readonly max: number;
}

export default defineFieldType<number, RatingSettings>({
  name: "rating",
  label: bilingual("评分", "Rating"),
  description: bilingual("若干颗星，例如客户热度。", "A number of stars, such as how warm a lead is."),
  icon: "star",
  settingsSchema: settingsOf({
    max: labelled(bilingual("最多星数", "Most stars"), { type: "integer", minimum: 3, maximum: 10 }),
  }),
  defaultSettings: { max: 5 },
  valueSchema: ({ max }) => ({ type: "integer", minimum: 1, maximum: max }),
  check: (value, { max }) => (isRating(value, max) ? [] : [notRating(max)]),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as number },
  index: { encode: sortableNumber },
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  takesOperand: (operand) => typeof operand === "number" && Number.isInteger(operand),
  measure: (value) => ({ amount: String(value), unit: "" }),
  toldBy: "mean",
  parse(text, { max }) {
    if (isMasked(text)) return failure(masked);
    const value = readStars(halfWidth(text).trim(), max);
    return isRating(value, max) ? success(value) : failure(notRating(max));
  },
  format: String,
  cel: { type: "decimal", toCel: (value) => new Decimal(value) },
});

function isRating(value: unknown, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= max;
}

/** `4`, `4星`, `4/5` where 5 is the most, `★★★★☆`. */
function readStars(text: string, max: number): number | null {
  const drawn = /^(★+)☆*$/.exec(text);
  if (drawn && text.length <= max) return (drawn[1] ?? "").length;
  const match = /^(\d{1,2})(?:\s*(?:颗?星|分|stars?)|\s*\/\s*(\d{1,2}))?$/i.exec(text);
  if (!match || (match[2] !== undefined && Number(match[2]) !== max)) return null;
  return Number(match[1]);
}

function notRating(max: number): Problem {
  return {
    ...invalid(
      "",
      "out_of_range",
      bilingual(`请给出 1 到 ${max} 之间的整数星数。`, `Give a whole number of stars from 1 to ${max}.`),
    ),
    details: { min: 1, max },
  };
}
