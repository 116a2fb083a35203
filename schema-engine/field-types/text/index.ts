import { defineFieldType } from "../../contract/field-type.ts";
import { normalizationSteps } from "../../contract/metadata/normalization.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINE_PATTERN, matchesText, textOperators } from "../../shared/plain-text.ts";
import { foldText, sortableText } from "../../shared/sortable-text.ts";

interface TextSettings {
  /** Most characters (code points), 1–2,000. */
  readonly maxLength: number;
}

const pattern = new RegExp(LINE_PATTERN, "u");
const malformed: Problem = invalid(
  "",
  "control_character",
  bilingual("只能输入一行文字，不能含有换行或控制字符。", "Enter one line of text, without line breaks."),
);

export default defineFieldType<string, TextSettings>({
  name: "text",
  label: bilingual("单行文本", "Text"),
  description: bilingual("一行文字，例如名称或主题。", "One line of text, such as a name or a subject."),
  icon: "type",
  settingsSchema: settingsOf({
    maxLength: labelled(bilingual("最多字符数", "Most characters"), {
      type: "integer",
      minimum: 1,
      maximum: 2000,
    }),
  }),
  defaultSettings: { maxLength: 200 },
  valueSchema: ({ maxLength }) => ({ type: "string", maxLength, pattern: LINE_PATTERN }),
  check: (value, { maxLength }) => checkText(value, { maxLength, pattern, malformed }),
  normalize: (value) => value.trim(),
  normalizationSteps,
  isBlank: (value) => value.trim() === "",
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => sortableText(value), exact: false },
  uniqueKey: (value) => foldText(value.trim()),
  likeness: "words",
  searchText: (value) => [value],
  operators: textOperators,
  matches: matchesText,
  parse(text, { maxLength }) {
    const value = text.trim();
    if (/^[*＊]+$|[*＊]{2}/.test(value)) return failure(masked);
    const problems = checkText(value, { maxLength, pattern, malformed });
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
});
