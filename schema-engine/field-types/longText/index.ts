import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINES_PATTERN, matchesText } from "../../shared/plain-text.ts";

interface LongTextSettings {
  /** Most characters (code points), 1–50,000. */
  readonly maxLength: number;
}

const pattern = new RegExp(LINES_PATTERN, "u");
const malformed: Problem = invalid(
  "",
  "control_character",
  bilingual("内容含有不允许的控制字符。", "The text contains control characters that are not allowed."),
);

export default defineFieldType<string, LongTextSettings>({
  name: "longText",
  label: bilingual("多行文本", "Long text"),
  description: bilingual("多行文字，例如备注。", "Several lines of text, such as notes."),
  icon: "align-left",
  settingsSchema: settingsOf({
    maxLength: labelled(bilingual("最多字符数", "Most characters"), {
      type: "integer",
      minimum: 1,
      maximum: 50_000,
    }),
  }),
  defaultSettings: { maxLength: 10_000 },
  valueSchema: ({ maxLength }) => ({ type: "string", maxLength, pattern: LINES_PATTERN }),
  check: (value, { maxLength }) => checkText(value, { maxLength, pattern, malformed }),
  isBlank: (value) => value.trim() === "",
  normalizationSteps: ["fullWidthToHalf", "trim", "collapseSpaces"],
  storage: { class: "long", encode: (value) => value, decode: (stored) => stored as string },
  searchText: (value) => [value],
  operators: ["contains", "isEmpty", "isNotEmpty"],
  matches: matchesText,
  parse(text, { maxLength }) {
    if (/^\s*[*＊]+\s*$/.test(text)) return failure(masked);
    const problems = checkText(text, { maxLength, pattern, malformed });
    return problems.length > 0 ? failure(...problems) : success(text);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
  uiOptions: () => ({ multi: true }),
});
