import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINE_PATTERN, matchesText, textOperators } from "../../shared/plain-text.ts";
import { foldText, sortableText } from "../../shared/sortable-text.ts";

interface AutoNumberSettings {
  /** Text before the number, at most 12 characters. */
  readonly prefix: string;
  /** Digits the number is written with at least, 1–12. */
  readonly padding: number;
}

const MAX_LENGTH = 40;
const limits = {
  maxLength: MAX_LENGTH,
  pattern: new RegExp(LINE_PATTERN, "u"),
  malformed: invalid(
    "",
    "auto_number",
    bilingual("编号无效。", "The number is not valid."),
  ) satisfies Problem,
};

export default defineFieldType<string, AutoNumberSettings>({
  name: "autoNumber",
  label: bilingual("自动编号", "Auto number"),
  description: bilingual("创建时自动生成的递增编号。", "A rising number given at creation."),
  icon: "list-ordered",
  settingsSchema: settingsOf({
    prefix: labelled(bilingual("前缀", "Prefix"), { type: "string", maxLength: 12, pattern: LINE_PATTERN }),
    padding: labelled(bilingual("最少位数", "Digits at least"), { type: "integer", minimum: 1, maximum: 12 }),
  }),
  defaultSettings: { prefix: "", padding: 6 },
  valueSchema: () => ({ type: "string", maxLength: MAX_LENGTH, pattern: LINE_PATTERN }),
  check: (value) => checkText(value, limits),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: sortableText, exact: false },
  uniqueKey: (value) => foldText(value),
  searchText: (value) => [value],
  isCode: true,
  operators: textOperators,
  matches: matchesText,
  parse(text) {
    const value = text.trim();
    const problems = checkText(value, limits);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
  computed: {
    source: "sequence",
    make: (next, settings) => {
      const { prefix, padding } = settings as AutoNumberSettings;
      return prefix + String(next).padStart(padding, "0");
    },
  },
});
