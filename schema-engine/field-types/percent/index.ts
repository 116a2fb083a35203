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
  name: "percent",
  label: bilingual("百分比", "Percent"),
  description: bilingual("以百分之几表示的比例。", "A share in per cent."),
  icon: "percent",
  settingsSchema: numericSettingsSchema,
  defaultSettings: {},
  checkSettings: checkNumericSettings,
  valueSchema: numericSchema,
  check: checkNumeric,
  normalize: (value) => (value === 0 ? 0 : value),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as number },
  index: { encode: sortableNumber },
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  measure: (value) => ({ amount: new Decimal(value).toFixed(), unit: "" }),
  toldBy: "mean",
  parse: (text, settings) => parseNumeric(text, settings, "%"),
  format: (value, settings) => `${formatNumeric(value, settings)}%`,
  cel: { type: "decimal", toCel: (value) => new Decimal(value) },
});
