import { isGroup, type FilterCondition, type FilterPart } from "./filter-tree.ts";

/** Words that a sentence about a filter is made of. */
export interface SentenceWords {
  readonly condition: (condition: FilterCondition) => string;
  /** Between parts that must all hold, with the spaces that belong to it. */
  readonly and: string;
  readonly or: string;
  /** Around a list of which nothing may hold. */
  readonly none: (list: string) => string;
  /** Around a group inside another one. */
  readonly inner: (text: string) => string;
}

/** A filter in plain words, on one line; empty without conditions. */
export function filterSentence(part: FilterPart, words: SentenceWords): string {
  return told(part, words).text;
}

interface Told {
  readonly text: string;
  /** Whether it reads as one piece beside others. */
  readonly isOne: boolean;
}

function told(part: FilterPart, words: SentenceWords): Told {
  if (!isGroup(part)) return { text: words.condition(part), isOne: true };
  const parts = part.parts.map((one) => told(one, words)).filter((one) => one.text !== "");
  const [first] = parts;
  if (!first) return { text: "", isOne: true };
  if (part.match === "none") {
    const pieces = parts.map((one) => (one.isOne || parts.length === 1 ? one.text : words.inner(one.text)));
    return { text: words.none(pieces.join(words.or)), isOne: true };
  }
  if (parts.length === 1) return first;
  const pieces = parts.map((one) => (one.isOne ? one.text : words.inner(one.text)));
  return { text: pieces.join(part.match === "any" ? words.or : words.and), isOne: false };
}
