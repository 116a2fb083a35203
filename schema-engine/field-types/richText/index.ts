import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINES_PATTERN, matchesText } from "../../shared/plain-text.ts";
import { richTextWords } from "../../shared/rich-text.ts";

interface RichTextSettings {
  /** Most characters (code points) with the marks, 1–50,000. */
  readonly maxLength: number;
}

const pattern = new RegExp(LINES_PATTERN, "u");
const malformed: Problem = invalid(
  "",
  "control_character",
  bilingual("内容含有不允许的控制字符。", "The text contains control characters that are not allowed."),
);

export default defineFieldType<string, RichTextSettings>({
  name: "richText",
  label: bilingual("富文本", "Rich text"),
  description: bilingual(
    "带标题、列表、粗体和链接的文字。",
    "Text with headings, lists, bold type and links.",
  ),
  icon: "notebook-pen",
  settingsSchema: settingsOf({
    maxLength: labelled(bilingual("最多字符数", "Most characters"), {
      type: "integer",
      minimum: 1,
      maximum: 50_000,
    }),
  }),
  defaultSettings: { maxLength: 20_000 },
  valueSchema: ({ maxLength }) => ({ type: "string", maxLength, pattern: LINES_PATTERN }),
  check: (value, { maxLength }) => checkText(value, { maxLength, pattern, malformed }),
  isBlank: (value) => value.trim() === "",
  storage: { class: "long", encode: (value) => value, decode: (stored) => stored as string },
  searchText: (value) => [richTextWords(value)],
  operators: ["contains", "isEmpty", "isNotEmpty"],
  matches: (operator, value, operand) => matchesText(operator, richTextWords(value), operand),
  parse(text, { maxLength }) {
    if (/^\s*[*＊]+\s*$/.test(text)) return failure(masked);
    const problems = checkText(text, { maxLength, pattern, malformed });
    return problems.length > 0 ? failure(...problems) : success(text);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
  uiOptions: () => ({ multi: true }),
});
