import type { FieldContext } from "../contract/field-type.ts";
import type { JsonSchema } from "../contract/json.ts";
import { failure, invalid, success, type Problem, type Result } from "../contract/problem.ts";
import { masked } from "./check-text.ts";
import { Decimal, decimalOf, exactNumber } from "./decimal.ts";
import { groupDigits, readNumber } from "./grouped-number.ts";
import { labelled, settingsOf } from "./labelled.ts";
import { bilingual, isMasked } from "./locale.ts";

/** Settings of `number` and `percent`. */
export interface NumericSettings {
  readonly min?: number;
  readonly max?: number;
  /** Only whole numbers. */
  readonly integer?: boolean;
  /** Fraction digits shown at least; 0–10. */
  readonly decimals?: number;
}

export const numericSettingsSchema: JsonSchema = settingsOf({
  min: labelled(bilingual("最小值", "Smallest value"), { type: "number" }),
  max: labelled(bilingual("最大值", "Largest value"), { type: "number" }),
  integer: labelled(bilingual("只允许整数", "Whole numbers only"), { type: "boolean" }),
  decimals: labelled(bilingual("显示小数位数", "Decimals shown"), {
    type: "integer",
    minimum: 0,
    maximum: 10,
  }),
});

/** Beyond it neighbouring integers share a double, so that a JSON reader has rounded already (reliability.md R05). */
const LARGEST = Number.MAX_SAFE_INTEGER;
/** DynamoDB numbers reach down to 1e-130. */
const SMALLEST = 1e-100;

export function numericSchema(settings: NumericSettings): JsonSchema {
  const { min, max } = bounds(settings);
  return {
    type: settings.integer ? "integer" : "number",
    minimum: min,
    maximum: max,
    ...(settings.integer ? {} : { anyOf: [{ const: 0 }, { minimum: SMALLEST }, { maximum: -SMALLEST }] }),
  };
}

export function checkNumeric(value: unknown, settings: NumericSettings): readonly Problem[] {
  if (typeof value !== "number" || !Number.isFinite(value)) return [notNumber];
  if (settings.integer && !Number.isInteger(value)) return [notInteger];
  const { min, max } = bounds(settings);
  if (value < min || value > max) return [outOfRange(min, max)];
  return value !== 0 && Math.abs(value) < SMALLEST ? [inexact] : [];
}

export function checkNumericSettings(settings: NumericSettings): readonly Problem[] {
  return settings.min !== undefined && settings.max !== undefined && settings.min > settings.max
    ? [
        invalid(
          "/min",
          "range",
          bilingual("最小值不能大于最大值。", "The smallest value cannot be above the largest."),
        ),
      ]
    : [];
}

/** Reads a cell; `suffix` (such as `%`) may follow the number. */
export function parseNumeric(text: string, settings: NumericSettings, suffix = ""): Result<number> {
  if (isMasked(text)) return failure(masked);
  const trimmed = text.trim();
  const bare = suffix !== "" && /[%％]$/.test(trimmed) ? trimmed.slice(0, -1) : trimmed;
  const read = readNumber(bare);
  if (read === null) return failure(notNumber);
  const decimal = decimalOf(read);
  const number = decimal && exactNumber(decimal);
  if (number === null) return failure(inexact);
  const problems = checkNumeric(number, settings);
  return problems.length > 0 ? failure(...problems) : success(number === 0 ? 0 : number);
}

/** Every digit of the value, grouped by thousands; at least `decimals` fraction digits. */
export function formatNumeric(value: number, settings: NumericSettings, _context?: FieldContext): string {
  const decimal = new Decimal(value);
  return groupDigits(decimal.toFixed(Math.max(decimal.decimalPlaces(), settings.decimals ?? 0)));
}

const notNumber = invalid(
  "",
  "type",
  bilingual("请输入数字，例如 1234.5。", "Enter a number, for example 1234.5."),
);
const notInteger = invalid("", "not_integer", bilingual("请输入整数。", "Enter a whole number."));
const inexact = invalid(
  "",
  "inexact",
  bilingual("数字位数过多，无法精确保存。", "The number has too many digits to be kept exactly."),
);

function bounds({ min = -LARGEST, max = LARGEST }: NumericSettings): { min: number; max: number } {
  return { min: Math.max(min, -LARGEST), max: Math.min(max, LARGEST) };
}

function outOfRange(min: number, max: number): Problem {
  return {
    ...invalid(
      "",
      "out_of_range",
      bilingual(`数字须在 ${min} 与 ${max} 之间。`, `The number must be between ${min} and ${max}.`),
    ),
    details: { min, max },
  };
}
