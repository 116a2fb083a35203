import { halfWidth } from "./locale.ts";

/**
 * The plain decimal text of a number as people write it: full-width digits, thousands separators, `万` and `亿` are
 * understood; null when it is no number.
 */
export function readNumber(text: string): string | null {
  const plain = halfWidth(text).trim().replaceAll("−", "-").replaceAll("，", ",").replaceAll("、", ",");
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,40})(?:\.(\d{1,40}))?(万|亿)?$/.exec(plain);
  if (!match) return null;
  const whole = (match[2] ?? "").replaceAll(",", "");
  const shifted = shift(whole, match[3] ?? "", places(match[4]));
  return (match[1] === "-" ? "-" : "") + shifted;
}

/** A decimal text with thousands separators. */
export function groupDigits(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function places(unit: string | undefined): number {
  if (unit === "万") return 4;
  return unit === "亿" ? 8 : 0;
}

function shift(whole: string, fraction: string, by: number): string {
  const digits = whole + fraction.padEnd(by, "0");
  const at = whole.length + by;
  const integer = digits.slice(0, at).replace(/^0+(?=\d)/, "");
  const rest = digits.slice(at);
  return rest === "" ? integer : `${integer}.${rest}`;
}
