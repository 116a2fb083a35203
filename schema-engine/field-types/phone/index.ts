import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";

interface PhoneSettings {
  /** ISO 3166 code of the country that numbers without `+` belong to. */
  readonly defaultCountry: string;
}

/** Country calling codes (ITU-T E.164). */
const dialCodes: Readonly<Record<string, string>> = {
  CN: "86",
  HK: "852",
  MO: "853",
  TW: "886",
  SG: "65",
  JP: "81",
  KR: "82",
  IN: "91",
  AU: "61",
  NZ: "64",
  US: "1",
  CA: "1",
  GB: "44",
  DE: "49",
  FR: "33",
  ES: "34",
  IT: "39",
  NL: "31",
  CH: "41",
  SE: "46",
};

const BETWEEN = "[ ().\\-]{0,3}";
/** International with `+` or `00`: 7–15 digits; national: an optional trunk `0`, then 6–12 digits. */
const PATTERN =
  `^(?:(?:\\+${BETWEEN}|00)[1-9](?:${BETWEEN}\\d){6,14}|` +
  `\\(?0?${BETWEEN}[1-9](?:${BETWEEN}\\d){5,11})\\)?$`;
const MAX_LENGTH = 40;
const limits = {
  maxLength: MAX_LENGTH,
  pattern: new RegExp(PATTERN, "u"),
  malformed: invalid(
    "",
    "phone",
    bilingual(
      "请输入有效的电话号码，例如 13800138000 或 +86 21 5555 0000。",
      "Enter a valid phone number, for example +86 21 5555 0000.",
    ),
  ) satisfies Problem,
};

export default defineFieldType<string, PhoneSettings>({
  name: "phone",
  label: bilingual("电话", "Phone"),
  description: bilingual("电话或手机号码。", "A telephone or mobile number."),
  icon: "phone",
  settingsSchema: settingsOf({
    defaultCountry: labelled(bilingual("默认国家或地区", "Default country"), {
      type: "string",
      enum: Object.keys(dialCodes),
    }),
  }),
  defaultSettings: { defaultCountry: "CN" },
  valueSchema: () => ({ type: "string", maxLength: MAX_LENGTH, pattern: PATTERN }),
  check: (value) => checkText(value, limits),
  normalize: international,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: international },
  uniqueKey: international,
  likeness: "phone",
  searchText: (value, settings) => {
    const full = international(value, settings);
    const dial = dialCodes[settings.defaultCountry] ?? "";
    const national = full.startsWith(`+${dial}`) ? [full.slice(dial.length + 1)] : [];
    return [full, ...national, full.slice(-8), full.slice(-4)];
  },
  operators: ["eq", "ne", "in", "notIn", "startsWith", "contains", "isEmpty", "isNotEmpty"],
  matches(operator, value, ...[operand, settings]) {
    const digits = String(operand).replace(/[^\d+]/g, "");
    if (operator === "contains") return value.includes(digits);
    return operator === "startsWith"
      ? value.startsWith(digits)
      : value === international(String(operand), settings);
  },
  takesOperand(operand, operator) {
    if (typeof operand !== "string" || operand === "" || operand.length > MAX_LENGTH) return false;
    return operator === "contains" || operator === "startsWith" || new RegExp(PATTERN, "u").test(operand);
  },
  parse(text, settings) {
    if (isMasked(text)) return failure(masked);
    const plain = halfWidth(text)
      .trim()
      .replace(/[－–—]/g, "-");
    const problems = checkText(plain, limits);
    return problems.length > 0 ? failure(...problems) : success(international(plain, settings));
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
  uiOptions: () => ({ format: "tel" }),
});

/** E.164 form of a number that fits the pattern. */
function international(value: string, { defaultCountry }: PhoneSettings): string {
  const digits = value.replace(/\D/g, "");
  if (value.startsWith("+")) return `+${digits}`;
  if (value.startsWith("00")) return `+${digits.slice(2)}`;
  return `+${dialCodes[defaultCountry] ?? ""}${digits.replace(/^0/, "")}`;
}
