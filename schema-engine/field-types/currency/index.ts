import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem, type Result } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { Decimal, decimalOf } from "../../shared/decimal.ts";
import { groupDigits, readNumber } from "../../shared/grouped-number.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { canonicalAmount, currencySigns, type Money } from "../../shared/money.ts";
import { sortableDecimal } from "../../shared/sortable-number.ts";

interface CurrencySettings {
  /** ISO 4217 codes that may be chosen; the first is the usual one. */
  readonly currencies: readonly string[];
}

/** At most 15 integer and 4 fraction digits: what `sortableDecimal` orders exactly. */
const AMOUNT_PATTERN = "^-?(?:0|[1-9]\\d{0,14})(?:\\.\\d{1,4})?$";
const amountExpression = new RegExp(AMOUNT_PATTERN, "u");
const code = { type: "string", pattern: "^[A-Z]{3}$" };

/** An operand may be a bare amount, which compares within any currency. */
function amountOf(operand: unknown): string {
  if (typeof operand === "object" && operand !== null) return (operand as Money).amount;
  return decimalOf(operand as string | number)?.toFixed(4) ?? "0";
}

export default defineFieldType<Money, CurrencySettings>({
  name: "currency",
  label: bilingual("金额", "Currency"),
  description: bilingual(
    "带币种的金额，精确到小数点后四位。",
    "An amount of money with its currency, exact.",
  ),
  icon: "banknote",
  settingsSchema: settingsOf({
    currencies: labelled(bilingual("可用币种", "Currencies"), {
      type: "array",
      items: code,
      minItems: 1,
      maxItems: 30,
      uniqueItems: true,
    }),
  }),
  defaultSettings: { currencies: ["CNY", "USD"] },
  valueSchema: ({ currencies }) => ({
    type: "object",
    properties: {
      amount: { type: "string", pattern: AMOUNT_PATTERN },
      currency: { type: "string", enum: currencies },
    },
    required: ["amount", "currency"],
    additionalProperties: false,
  }),
  check: checkMoney,
  normalize: ({ amount, currency }) => ({ amount: canonicalAmount(amount, currency), currency }),
  storage: {
    class: "listable",
    encode: ({ amount, currency }) => ({ amount, currency }),
    decode: (stored) => stored as unknown as Money,
  },
  index: { encode: (value) => sortableDecimal(amountOf(value)), exact: false },
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "isEmpty", "isNotEmpty"],
  matches: (operator, value, operand) => matchesMoney(operator, value, operand),
  takesOperand: (operand) => isAmount(operand) || isMoney(operand),
  measure: ({ amount, currency }) => ({ amount, unit: currency }),
  parse: parseMoney,
  format: ({ amount, currency }) => `${groupDigits(amount)} ${currency}`,
  cel: {
    type: "money",
    toCel: ({ amount, currency }) => ({ amount: new Decimal(amount), currency }),
  },
});

function isAmount(operand: unknown): boolean {
  if (typeof operand === "number") return Math.abs(operand) <= 999_999_999_999_999;
  return typeof operand === "string" && amountExpression.test(operand);
}

function isMoney(operand: unknown): boolean {
  if (typeof operand !== "object" || operand === null) return false;
  const { amount, currency, ...others } = operand as Readonly<Record<string, unknown>>;
  if (Object.keys(others).length > 0 || typeof amount !== "string" || !isAmount(amount)) return false;
  return typeof currency === "string" && /^[A-Z]{3}$/.test(currency);
}

function matchesMoney(operator: string, value: Money, operand: unknown): boolean {
  const compared = new Decimal(value.amount).comparedTo(amountOf(operand));
  const sameUnit = typeof operand !== "object" || (operand as Money).currency === value.currency;
  switch (operator) {
    case "lt":
      return compared < 0;
    case "lte":
      return compared <= 0;
    case "gt":
      return compared > 0;
    case "gte":
      return compared >= 0;
    default:
      return compared === 0 && sameUnit;
  }
}

function checkMoney(value: unknown, { currencies }: CurrencySettings): readonly Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [notMoney];
  const { amount, currency } = value as Readonly<Record<string, unknown>>;
  if (Object.keys(value).sort().join() !== "amount,currency") return [notMoney];
  if (typeof amount !== "string" || !amountExpression.test(amount)) return [badAmount];
  return typeof currency === "string" && currencies.includes(currency) ? [] : [badCurrency(currencies)];
}

function parseMoney(text: string, settings: CurrencySettings): Result<Money> {
  if (isMasked(text)) return failure(masked);
  const trimmed = text.trim();
  const negative = /^[-−－]/.test(trimmed) ? "-" : "";
  const { bare, currency } = splitCurrency(negative ? trimmed.slice(1).trim() : trimmed, settings);
  const read = readNumber(negative + bare);
  if (read === null) return failure(badAmount);
  const amount = trimZeros(read);
  const problems = checkMoney({ amount, currency }, settings);
  return problems.length > 0
    ? failure(...problems)
    : success({ amount: canonicalAmount(amount, currency), currency });
}

/** The number and the currency of a cell; without a sign or code the field's first currency is meant. */
function splitCurrency(
  text: string,
  settings: CurrencySettings,
): { readonly bare: string; readonly currency: string } {
  const isoCode = /^([A-Za-z]{3})(?=[\s\d-])|(?<=[\s\d])([A-Za-z]{3})$/.exec(text)?.[0];
  if (isoCode !== undefined)
    return { bare: text.replace(isoCode, "").trim(), currency: isoCode.toUpperCase() };
  const sign = currencySigns.find(([one]) => text.startsWith(one) || text.endsWith(one));
  if (!sign) return { bare: text, currency: settings.currencies[0] ?? "CNY" };
  return { bare: text.replace(sign[0], "").trim(), currency: signCurrency(sign[1], settings) };
}

/** `¥` is the yen where the field knows no yuan, `$` the first dollar it knows. */
function signCurrency(guess: string, { currencies }: CurrencySettings): string {
  if (currencies.includes(guess)) return guess;
  const family: Readonly<Record<string, readonly string[]>> = {
    CNY: ["JPY"],
    USD: ["HKD", "TWD", "SGD", "AUD", "CAD"],
  };
  return family[guess]?.find((one) => currencies.includes(one)) ?? guess;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const notMoney = invalid("", "type", bilingual("请输入金额和币种。", "Enter an amount and its currency."));
const badAmount = invalid(
  "/amount",
  "amount",
  bilingual(
    "请输入金额，最多 15 位整数和 4 位小数，例如 1234.50。",
    "Enter an amount of at most 15 integer and 4 decimal digits, for example 1234.50.",
  ),
);

function badCurrency(currencies: readonly string[]): Problem {
  return invalid(
    "/currency",
    "unknown_option",
    bilingual(
      `请选择币种：${currencies.join("、")}。`,
      `Choose one of these currencies: ${currencies.join(", ")}.`,
    ),
  );
}
