import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth } from "../../shared/locale.ts";
import { matchesText } from "../../shared/plain-text.ts";
import { foldText } from "../../shared/sortable-text.ts";

/** http or https, a host without credentials, nothing that breaks out of an attribute. */
const PATTERN =
  "^[Hh][Tt][Tt][Pp][Ss]?://(?:[A-Za-z0-9._~\\u00A1-\\uFFEF-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::\\d{1,5})?" +
  "(?:[/?#][^\\s<>\"'`\\\\\\u0000-\\u001F\\u007F\\uD800-\\uDFFF]*)?$";
const MAX_LENGTH = 2000;
const limits = {
  maxLength: MAX_LENGTH,
  pattern: new RegExp(PATTERN, "u"),
  malformed: invalid(
    "",
    "url",
    bilingual(
      "请输入以 http:// 或 https:// 开头的网址。",
      "Enter an address that begins with http:// or https://.",
    ),
  ) satisfies Problem,
};

export default defineFieldType<string, object>({
  name: "url",
  label: bilingual("网址", "Web address"),
  description: bilingual("指向网页的链接。", "A link to a web page."),
  icon: "link",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", maxLength: MAX_LENGTH, pattern: PATTERN }),
  check: (value) => checkText(value, limits),
  normalize: (value) => value.replace(/^[^/]+\/\/[^/?#]+/, (origin) => origin.toLowerCase()),
  storage: { class: "stored", encode: (value) => value, decode: (stored) => stored as string },
  uniqueKey: (value) => foldText(value).replace(/\/$/, ""),
  likeness: "web",
  searchText: (value) => [value.replace(/^[^/]+\/\//, "")],
  operators: ["eq", "ne", "contains", "isEmpty", "isNotEmpty"],
  matches: matchesText,
  takesOperand: (operand) => typeof operand === "string" && operand.length <= MAX_LENGTH,
  parse(text) {
    const typed = halfWidth(text).trim();
    if (/\*{2}|^\*/.test(typed)) return failure(masked);
    const value = /^[\w-]+(\.[\w-]+)+(?:[/?#:]|$)/.test(typed) ? `https://${typed}` : typed;
    const problems = checkText(value, limits);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
  uiOptions: () => ({ format: "uri" }),
});
