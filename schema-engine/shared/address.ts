import { bilingual, halfWidth } from "./locale.ts";

/** Parts of an address from the largest to the smallest, postal code last. */
export const addressParts = ["country", "province", "city", "district", "street", "postalCode"] as const;
export type AddressPart = (typeof addressParts)[number];
/** Parts without a text are absent. */
export type Address = Readonly<Partial<Record<AddressPart, string>>>;

export interface AddressForm {
  readonly parts: readonly AddressPart[];
  readonly locale: "zh-CN" | "en";
}

export const addressLabels = {
  country: bilingual("国家", "Country"),
  province: bilingual("省份", "Province"),
  city: bilingual("城市", "City"),
  district: bilingual("区县", "District"),
  street: bilingual("街道", "Street"),
  postalCode: bilingual("邮编", "Postal code"),
} as const;

/** Order in which English addresses are written. */
const western: readonly AddressPart[] = ["street", "district", "city", "province", "postalCode", "country"];

/**
 * One line: the parts with commas in the order of the language. Where that could not be read back part by part, each part
 * has its name before it (`City: Paris; Street: …`).
 */
export function writeAddress(address: Address, form: AddressForm): string {
  const inOrder = orderOf(form).flatMap((part) => address[part] ?? []);
  const short = [inOrder.join(form.locale === "en" ? ", " : "，"), inOnePiece(address)];
  return short.find((text) => isSame(readAddress(text, form), address)) ?? named(address, form);
}

/** For people alone: from the largest part on in one piece where it is Chinese, else the Western order with commas. */
export function showAddress(address: Address): string {
  if (Object.values(address).some((text) => /[\u4e00-\u9fff]/.test(text))) return inOnePiece(address);
  return western.flatMap((part) => address[part] ?? []).join(", ");
}

function inOnePiece({ postalCode, ...others }: Address): string {
  const text = addressParts.flatMap((part) => (part === "postalCode" ? [] : (others[part] ?? []))).join("");
  return [text, postalCode ?? ""].join(" ").trim();
}

/**
 * The parts of an address: named ones, as many comma-separated ones as the form has, or a Chinese address in one piece
 * (`浙江省杭州市西湖区文三路1号 310000`); anything else is a street. Null when it says nothing or there is no street.
 */
export function readAddress(text: string, form: AddressForm): Address | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 2000) return null;
  const read = readNamed(trimmed) ?? readPieces(trimmed, form) ?? readChinese(trimmed);
  if (read && Object.keys(read).every((part) => (form.parts as readonly string[]).includes(part)))
    return read;
  const only = form.parts.length === 1 ? form.parts[0] : form.parts.find((part) => part === "street");
  return only === undefined ? null : { [only]: trimmed };
}

/** As many pieces between commas as the form has parts. */
function readPieces(text: string, form: AddressForm): Address | null {
  const order = orderOf(form);
  const pieces = text.split(/[,，\n]/).map((one) => one.trim());
  if (order.length === 1 || pieces.length !== order.length || pieces.includes("")) return null;
  return Object.fromEntries(order.map((part, at) => [part, pieces[at] ?? ""]));
}

function orderOf({ parts, locale }: AddressForm): readonly AddressPart[] {
  return (locale === "en" ? western : addressParts).filter((part) => parts.includes(part));
}

function named(address: Address, { parts, locale }: AddressForm): string {
  return addressParts
    .filter((part) => parts.includes(part) && address[part] !== undefined)
    .map((part) => `${addressLabels[part][locale]}: ${(address[part] ?? "").replace(/[\\;；]/g, "\\$&")}`)
    .join("; ");
}

function readNamed(text: string): Address | null {
  const found: Partial<Record<AddressPart, string>> = {};
  for (const piece of text.match(/(?:\\.|[^\\;；])+/gu) ?? []) {
    const match = /^\s*([^:：]{1,20})[:：](.*)$/u.exec(piece);
    const part = match && partNamed(match[1] ?? "");
    if (!part || found[part] !== undefined) return null;
    found[part] = (match[2] ?? "").trim().replace(/\\(.)/gu, "$1");
  }
  return Object.keys(found).length > 0 ? found : null;
}

function partNamed(name: string): AddressPart | undefined {
  const wanted = halfWidth(name).trim().toLowerCase();
  return addressParts.find((part) =>
    [part, ...Object.values(addressLabels[part])].some((one) => one.toLowerCase() === wanted),
  );
}

const CHINESE = new RegExp(
  "^(?<country>中国|中华人民共和国)?\\s*" +
    "(?<province>[\\u4e00-\\u9fff]{2,8}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市)?\\s*" +
    "(?<city>[\\u4e00-\\u9fff]{2,10}?(?:市|自治州|地区|盟))?\\s*" +
    "(?<district>[\\u4e00-\\u9fff]{1,10}?(?:区|县|旗|市))?\\s*" +
    "(?<street>.*?)\\s*(?:(?<=\\s)(?<postalCode>\\d{6}))?$",
  "u",
);

function readChinese(text: string): Address | null {
  const groups = CHINESE.exec(text)?.groups ?? {};
  if (groups["province"] === undefined && groups["city"] === undefined) return null;
  return Object.fromEntries(
    addressParts.flatMap((part) => {
      const value = groups[part]?.trim() ?? "";
      return value === "" ? [] : [[part, value]];
    }),
  );
}

function isSame(read: Address | null, address: Address): boolean {
  return read !== null && addressParts.every((part) => read[part] === address[part]);
}
