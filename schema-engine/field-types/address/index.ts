import { defineFieldType, type FieldContext } from "../../contract/field-type.ts";
import { failure, invalid, success, under, type Problem, type Result } from "../../contract/problem.ts";
import {
  addressParts,
  readAddress,
  writeAddress,
  type Address,
  type AddressPart,
} from "../../shared/address.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINE_PATTERN, matchesText } from "../../shared/plain-text.ts";

interface AddressSettings {
  /** Parts that can be filled in; at least one. */
  readonly parts: readonly AddressPart[];
}

/** Most characters of a part. */
const LONGEST = 200;
const limits = {
  maxLength: LONGEST,
  pattern: new RegExp(LINE_PATTERN, "u"),
  malformed: invalid(
    "",
    "control_character",
    bilingual("只能输入一行文字，不能含有换行或控制字符。", "Enter one line of text, without line breaks."),
  ),
};

export default defineFieldType<Address, AddressSettings>({
  name: "address",
  label: bilingual("地址", "Address"),
  description: bilingual(
    "国家、省、市、区、街道和邮编。",
    "Country, province, city, district, street, postal code.",
  ),
  icon: "map",
  settingsSchema: settingsOf({
    parts: labelled(bilingual("包含的部分", "Parts"), {
      type: "array",
      items: { type: "string", enum: addressParts },
      minItems: 1,
      uniqueItems: true,
    }),
  }),
  defaultSettings: { parts: addressParts },
  valueSchema: ({ parts }) => ({
    type: "object",
    properties: Object.fromEntries(
      parts.map((part) => [part, { type: "string", maxLength: LONGEST, pattern: LINE_PATTERN }]),
    ),
    additionalProperties: false,
  }),
  check: checkAddress,
  normalize: tidy,
  isBlank: (value) => Object.values(value).every((one) => one.trim() === ""),
  storage: {
    class: "stored",
    encode: (value) => ({ ...value }),
    decode: (stored) => stored as Address,
  },
  searchText: (value) => [inOrder(value).join(" ")],
  operators: ["contains", "isEmpty", "isNotEmpty"],
  matches: (operator, value, operand) =>
    matchesText(
      operator,
      inOrder(value).join(""),
      typeof operand === "string" ? operand.replace(/\s/g, "") : "",
    ) || matchesText(operator, inOrder(value).join(" "), operand),
  parse: parseAddress,
  format: (value, { parts }, { locale }) => writeAddress(value, { parts, locale }),
  cel: { type: "dyn", toCel: (value) => ({ ...value }) },
});

function checkAddress(value: unknown, { parts }: AddressSettings): readonly Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [notAddress];
  return Object.entries(value).flatMap(([key, one]) =>
    (parts as readonly string[]).includes(key)
      ? checkText(one, limits).map((problem) => under(`/${key}`, problem))
      : [under(`/${key}`, unknownPart)],
  );
}

function tidy(value: Address): Address {
  return Object.fromEntries(
    addressParts.flatMap((part) => {
      const text = value[part]?.trim() ?? "";
      return text === "" ? [] : [[part, text]];
    }),
  );
}

function inOrder(value: Address): readonly string[] {
  return addressParts.flatMap((part) => value[part] ?? []);
}

function parseAddress(text: string, settings: AddressSettings, { locale }: FieldContext): Result<Address> {
  if (/[*＊]{2}|^\s*[*＊]+\s*$/.test(text)) return failure(masked);
  const read = readAddress(text, { parts: settings.parts, locale });
  if (read === null) return failure(notAddress);
  const value = tidy(read);
  const problems = checkAddress(value, settings);
  return problems.length > 0 ? failure(...problems) : success(value);
}

const notAddress = invalid(
  "",
  "address",
  bilingual(
    "请输入地址，例如 浙江省杭州市西湖区文三路1号。",
    "Enter an address, for example 1 Main St, Springfield.",
  ),
);
const unknownPart = invalid(
  "",
  "unknown_property",
  bilingual("地址没有这一部分，请删除。", "The address has no such part; remove it."),
);
