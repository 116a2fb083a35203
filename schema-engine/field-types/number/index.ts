import { defineFieldType } from "../../contract/field-type.ts";
import { Decimal } from "../../shared/decimal.ts";
import { bilingual } from "../../shared/locale.ts";
import {
  checkNumeric,
  checkNumericSettings,
  formatNumeric,
  numericSchema,
  numericSettingsSchema,
  parseNumeric,
  type NumericSettings,
} from "../../shared/numeric.ts";
import { sortableNumber } from "../../shared/sortable-number.ts";

export default defineFieldType<number, NumericSettings>({
  name: "number",
  label: bilingual("数字", "Number"),
  description: bilingual("整数或小数。", "A whole or decimal number."),
  icon: "hash",
  settingsSchema: numericSettingsSchema,
  defaultSettings: {},
  checkSettings: checkNumericSettings,
  valueSchema: numericSchema,
  check: checkNumeric,
  normalize: (value) => (value === 0 ? 0 : value),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as number },
  index: { encode: sortableNumber },
  uniqueKey: (value) => String(value === 0 ? 0 : value),
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  measure: (value) => ({ amount: new Decimal(value).toFixed(), unit: "" }),
  parse: (text, settings) => parseNumeric(text, settings),
  format: formatNumeric,
  cel: { type: "decimal", toCel: (value) => new Decimal(value) },
});
