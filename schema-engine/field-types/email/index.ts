import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";
import { matchesText, textOperators } from "../../shared/plain-text.ts";
import { sortableText } from "../../shared/sortable-text.ts";

/** Dot-atom and host name of RFC 5321 in ASCII: what mail systems really deliver to; no quotes, comments or literals. */
const ATOM = "[A-Za-z0-9!#$%&'+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const PATTERN = `^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`;
const MAX_LENGTH = 254;
const limits = {
  maxLength: MAX_LENGTH,
  pattern: new RegExp(PATTERN, "u"),
  malformed: invalid(
    "",
    "email",
    bilingual(
      "请输入有效的邮箱地址，例如 name@example.com。",
      "Enter a valid e-mail address, for example name@example.com.",
    ),
  ) satisfies Problem,
};

export default defineFieldType<string, object>({
  name: "email",
  label: bilingual("邮箱", "E-mail"),
  description: bilingual("邮箱地址，可用于发送邮件。", "An e-mail address, to which mail can be sent."),
  icon: "mail",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", maxLength: MAX_LENGTH, pattern: PATTERN }),
  check: (value) => checkText(value, limits),
  normalize: (value) => value.toLowerCase(),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: sortableText, exact: false },
  uniqueKey: (value) => value.toLowerCase(),
  likeness: "email",
  searchText: (value) => [value],
  address: "email",
  operators: textOperators,
  matches: matchesText,
  takesOperand: (operand) => typeof operand === "string" && operand.length <= MAX_LENGTH,
  parse(text) {
    const value = halfWidth(text)
      .trim()
      .replace(/^mailto:/i, "")
      .toLowerCase();
    if (isMasked(value)) return failure(masked);
    const problems = checkText(value, limits);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
  uiOptions: () => ({ format: "email" }),
});
