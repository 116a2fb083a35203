import type { NumberStyle } from "./xlsx-styles.ts";

const DAY_MS = 86_400_000;
/** Day 0 of the 1900 system, after which the day that never was (1900-02-29) makes numbers one too high. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LEAP_BUG = 60;
/** Day after 9999-12-31 in the 1900 system. */
const END_OF_TIME = 2_958_466;

/** A number of a cell as text: a date, time, percentage or plain number, as its format says; null: no number. */
export function numberText(raw: string, style: NumberStyle, from1904: boolean): string | null {
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return null;
  if (style.moment !== null) return momentText(value, style.moment, from1904);
  if (style.percent) return `${plainNumber(value * 100)}%`;
  return style.currency === null ? exact(raw, value) : `${style.currency} ${exact(raw, value)}`;
}

function momentText(serial: number, moment: "date" | "time" | "dateTime", from1904: boolean): string | null {
  if (serial < 0 || serial >= END_OF_TIME) return null;
  const day = Math.floor(serial);
  const shifted = !from1904 && day > 0 && day < LEAP_BUG ? day + 1 : day;
  const ms = Math.round((serial - day) * DAY_MS);
  const at = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + shifted * DAY_MS + ms).toISOString();
  const time = at
    .slice(11, 23)
    .replace(/\.000$/u, "")
    .replace(/:00$/u, "");
  if (moment === "time") return time;
  return moment === "date" && ms === 0 ? at.slice(0, 10) : `${at.slice(0, 10)} ${time}`;
}

/** Plain digits as they stand; what is written with an exponent, or with the noise of binary fractions, is written out. */
function exact(raw: string, value: number): string {
  const text = raw.trim();
  const isPlain = /^-?\d+(?:\.\d+)?$/u.test(text);
  return isPlain && text.replace(/[-.]/gu, "").length <= 15 ? text : plainNumber(value);
}

/** At most fifteen digits, the precision of a spreadsheet; without exponent. */
function plainNumber(value: number): string {
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  if (!/e/iu.test(text)) return text;
  return Math.abs(rounded) >= 1 ? BigInt(rounded).toString() : rounded.toFixed(20).replace(/0+$/u, "");
}
