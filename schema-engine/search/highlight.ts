import { foldText } from "../shared/sortable-text.ts";
import { wordsOf } from "./words.ts";

/** From and to in a text, to excluded; code units. */
export type TextRange = readonly [from: number, to: number];

/** Characters of a snippet, and of them before the first word found. */
const SNIPPET_LENGTH = 120;
const SNIPPET_BEFORE = 30;

/** Where the words of a search stand in a text, in order, without overlap; for marking them. */
export function searchRanges(text: string, typed: string): readonly TextRange[] {
  const { folded, places } = foldedWithPlaces(text);
  const number = digitsOf(typed).flatMap((word) => occurrences(folded, word));
  const words = [...new Set(wordsOf(typed))];
  const found = number.length > 0 ? [...number] : words.flatMap((word) => occurrences(folded, word));
  const ranges: [number, number][] = [];
  for (const [from, to] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const [start, end] = [places[from] ?? 0, places[to] ?? text.length];
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}

/** The part of a text around the first word found, on one line; null: no word stands in it. */
export function searchSnippet(text: string, typed: string): string | null {
  const line = text.replace(/\s+/g, " ").trim();
  const [first] = searchRanges(line, typed);
  if (!first) return null;
  if (line.length <= SNIPPET_LENGTH) return line;
  const characters = [...line.slice(0, first[0])];
  const before = characters.slice(-SNIPPET_BEFORE).join("");
  const from = first[0] - before.length;
  const part = [...line.slice(from)].slice(0, SNIPPET_LENGTH).join("");
  return (from > 0 ? "…" : "") + part + (from + part.length < line.length ? "…" : "");
}

/** The digits of a number that was typed in groups. */
function digitsOf(typed: string): readonly string[] {
  const digits = /^[\d\s()+.-]+$/.test(typed) ? typed.replace(/\D/g, "").replace(/^0+/, "") : "";
  return digits.length > 3 ? [digits] : [];
}

function occurrences(text: string, word: string): readonly TextRange[] {
  const found: TextRange[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    found.push([at, at + word.length]);
  }
  return found;
}

/** A folded text and, for each of its code units, where it comes from. */
function foldedWithPlaces(text: string): { readonly folded: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let folded = "";
  let at = 0;
  for (const character of text) {
    const part = foldText(character);
    for (let unit = 0; unit < part.length; unit += 1) places.push(at);
    folded += part;
    at += character.length;
  }
  places.push(text.length);
  return { folded, places };
}
