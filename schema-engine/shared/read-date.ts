import { dateOf } from "./calendar.ts";
import { halfWidth } from "./locale.ts";

/**
 * The date a cell stands for: `2023-1-5`, `2023/1/5`, `2023.1.5`, `2023年1月5日`, `20230105`, with or without a time of
 * midnight behind it; null when it is no real day. Day-first and month-first forms are refused: nobody can tell them apart.
 */
export function readDate(text: string): string | null {
  const plain = halfWidth(text)
    .trim()
    .replace(/[T ]00:00(:00(\.0+)?)?Z?$/, "");
  const match =
    /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?)$/.exec(plain) ??
    /^(\d{4})()(\d{2})(\d{2})$/.exec(plain);
  if (!match) return null;
  return dateOf(Number(match[1]), Number(match[3] ?? match[5]), Number(match[4] ?? match[6]));
}

/** Time of day of a cell, `HH:mm:ss.sss`; null when it is none. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.(\d{1,3}))?)?[分秒]?$/.exec(
    halfWidth(text).trim(),
  );
  if (!match) return null;
  const [hour, minute, second] = [match[1], match[2], match[3] ?? "0"].map(Number) as [
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(hour)}:${two(minute)}:${two(second)}.${(match[4] ?? "").padEnd(3, "0")}`;
}
