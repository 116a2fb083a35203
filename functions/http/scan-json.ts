import { limits } from "#engine";
import { isExactNumber } from "./exact-number.ts";

/** Most levels of nesting: `JSON.stringify` fails at some thousands, JSON.parse does not (reliability.md, measured traps). */
const MOST_LEVELS = limits.jsonDepth;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COLON = 58;
const MINUS = 45;

/**
 * Walks JSON text once without recursion and reports what a parser would let through: too many levels, a key twice in one
 * object, a `__proto__` key, a number that would be rounded. Null when there is nothing to report; the text may still be no JSON.
 */
export function scanJson(text: string): "tooDeep" | "duplicateKey" | "forbiddenKey" | "inexactNumber" | null {
  /** One entry per open bracket: the keys seen, or null in a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(text, at);
      const finding = isKey(text, end) ? noteKey(open.at(-1), text.slice(at, end + 1)) : null;
      if (finding) return finding;
      at = end;
    } else if (startsNumber(code)) {
      const end = numberEnd(text, at);
      if (!isExactNumber(text.slice(at, end))) return "inexactNumber";
      at = end - 1;
    } else {
      nest(open, code);
      if (open.length > MOST_LEVELS) return "tooDeep";
    }
  }
  return null;
}

function startsNumber(code: number): boolean {
  return code === MINUS || (code >= 48 && code <= 57);
}

/** Index after the characters of a number. */
function numberEnd(text: string, start: number): number {
  const rest = /[0-9.eE+-]*/y;
  rest.lastIndex = start;
  rest.exec(text);
  return rest.lastIndex;
}

/** Follows one character that stands outside of strings. */
function nest(open: (Set<string> | null)[], code: number): void {
  if (code === OPEN_BRACE) open.push(new Set());
  else if (code === OPEN_BRACKET) open.push(null);
  else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open.pop();
}

/** Index of the closing quote, or the last index when there is none. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length - 1;
}

/** Whether the string that ends here is a key: the next character that is no white space is a colon. */
function isKey(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 32) return code === COLON;
  }
  return false;
}

function noteKey(
  keys: Set<string> | null | undefined,
  quoted: string,
): "duplicateKey" | "forbiddenKey" | null {
  if (!keys) return null;
  const key = quoted.includes("\\") ? unescaped(quoted) : quoted.slice(1, -1);
  if (key === "__proto__") return "forbiddenKey";
  if (keys.has(key)) return "duplicateKey";
  keys.add(key);
  return null;
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
