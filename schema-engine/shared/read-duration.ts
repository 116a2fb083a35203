import { halfWidth, bilingual } from "./locale.ts";
import { Decimal } from "./decimal.ts";

export const durationUnits = ["seconds", "minutes", "hours", "days"] as const;
export type DurationUnit = (typeof durationUnits)[number];

const secondsIn: Readonly<Record<DurationUnit, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

/**
 * Seconds of a length of time as people write it: `1h30`, `1 h 30 min`, `90分钟`, `1.5小时`, `2天3小时`, `1:30`
 * (hours and minutes), `1:30:15`; a bare number counts `unit`. Null when it is none, or not whole seconds.
 */
export function readSeconds(text: string, unit: DurationUnit): number | null {
  const plain = halfWidth(text).trim().toLowerCase();
  if (plain.length > 60) return null;
  const clock = /^(\d{1,6}):([0-5]?\d)(?::([0-5]?\d))?$/.exec(plain);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(plain)) return whole(plain, secondsIn[unit]);
  return readParts(plain);
}

/** `1小时30分钟`, `1 h 30 min`; `readSeconds` reads it back. */
export function formatSeconds(seconds: number, locale: "zh-CN" | "en"): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const { seconds: size, name } of shown) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(locale === "en" ? `${count} ${name.en}` : `${count}${name["zh-CN"]}`);
  }
  if (parts.length === 0) return locale === "en" ? "0 min" : "0分钟";
  return parts.join(locale === "en" ? " " : "");
}

const shown = [
  { seconds: 86_400, name: bilingual("天", "d") },
  { seconds: 3600, name: bilingual("小时", "h") },
  { seconds: 60, name: bilingual("分钟", "min") },
  { seconds: 1, name: bilingual("秒", "s") },
];

const units: readonly (readonly [words: RegExp, seconds: number])[] = [
  [/^(?:周|星期|w|weeks?)$/, 604_800],
  [/^(?:天|日|d|days?)$/, 86_400],
  [/^(?:小时|个小时|时|h|hrs?|hours?)$/, 3600],
  [/^(?:分钟|分|m|mins?|minutes?|')$/, 60],
  [/^(?:秒钟|秒|s|secs?|seconds?|")$/, 1],
];

/** Numbers with units that get smaller; a last number without one counts the next smaller unit (`1h30`). */
function readParts(text: string): number | null {
  const parts = [...text.matchAll(/\s*(?<amount>\d{1,12}(?:\.\d{1,6})?)\s*(?<word>[^\d\s.]*)/g)];
  if (parts.length === 0 || parts.map((one) => one[0]).join("") !== text) return null;
  let total = 0;
  let before = Infinity;
  for (const { groups } of parts) {
    const size = sizeOf(String(groups?.["word"]), before);
    const seconds = size < before ? whole(String(groups?.["amount"]), size) : null;
    if (seconds === null) return null;
    total += seconds;
    before = groups?.["word"] === "" ? 0 : size;
  }
  return total;
}

/** Seconds of a unit; without a word the next smaller one than the one before; infinite when there is none. */
function sizeOf(word: string, before: number): number {
  const size = word === "" ? nextSmaller(before) : units.find(([words]) => words.test(word))?.[1];
  return size ?? Infinity;
}

function nextSmaller(size: number): number | undefined {
  if (size === 3600) return 60;
  return size === 60 ? 1 : undefined;
}

function whole(amount: string, size: number): number | null {
  const seconds = Number(new Decimal(amount).times(size).toFixed());
  return Number.isSafeInteger(seconds) ? seconds : null;
}
