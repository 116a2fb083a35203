import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";

const yes = new Set(["是", "有", "对", "真", "√", "✓", "✔", "true", "yes", "y", "1", "on", "x"]);
const no = new Set(["否", "无", "错", "假", "×", "✗", "✘", "false", "no", "n", "0", "off"]);
const notYesNo: Problem = invalid("", "type", bilingual("请选择是或否。", "Choose yes or no."));

export default defineFieldType<boolean, object>({
  name: "checkbox",
  label: bilingual("复选框", "Checkbox"),
  description: bilingual("是或否。", "Yes or no."),
  icon: "square-check",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "boolean" }),
  check: (value) => (typeof value === "boolean" ? [] : [notYesNo]),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as boolean },
  index: { encode: (value) => (value ? "1" : "0") },
  operators: ["eq", "ne", "isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const word = halfWidth(text).trim().toLowerCase();
    if (yes.has(word)) return success(true);
    return no.has(word) ? success(false) : failure(notYesNo);
  },
  format: (value, _settings, { locale }) => (locale === "en" ? (value ? "Yes" : "No") : value ? "是" : "否"),
  cel: { type: "bool", toCel: (value) => value },
});
