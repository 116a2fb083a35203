import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";

const PATTERN = "^#[0-9A-Fa-f]{6}$";
const expression = new RegExp(PATTERN, "u");

const notColor: Problem = invalid(
  "",
  "color",
  bilingual("请输入颜色，例如 #1a7f37。", "Enter a colour, for example #1a7f37."),
);

export default defineFieldType<string, object>({
  name: "color",
  label: bilingual("颜色", "Colour"),
  description: bilingual("一种颜色，例如品牌色。", "A colour, such as that of a brand."),
  icon: "palette",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", pattern: PATTERN }),
  check: (value) => (typeof value === "string" && expression.test(value) ? [] : [notColor]),
  normalize: (value) => value.toLowerCase(),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value.slice(1).toLowerCase() },
  uniqueKey: (value) => value.toLowerCase(),
  operators: ["eq", "ne", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const value = readColor(halfWidth(text).trim().toLowerCase());
    return value === null ? failure(notColor) : success(value);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
});

/** `#1a7f37`, `1a7f37`, `#fff`, `rgb(26, 127, 55)`. */
function readColor(text: string): string | null {
  const hex = /^#?([0-9a-f]{6})$/.exec(text)?.[1];
  if (hex !== undefined) return `#${hex}`;
  const short = /^#([0-9a-f]{3})$/.exec(text)?.[1];
  if (short !== undefined) return `#${short.replace(/./g, "$&$&")}`;
  const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((one) => one > 255)) return null;
  return `#${parts.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}
