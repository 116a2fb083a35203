import { foldText } from "../shared/sortable-text.ts";
import { isLegalForm, isUnspaced, tokenOf, wordsOf } from "./words.ts";

/** A word that is looked for. */
export interface SearchWord {
  readonly text: string;
  /** What its postings begin with. */
  readonly token: string;
  /** Postings must be exactly the token. */
  readonly isWhole: boolean;
  /** Too common to be looked up where there is another word: it is checked on the records that the others find. */
  readonly isWeak: boolean;
}

/** One way to understand what was typed: a record must have every word. */
export type SearchReading = readonly SearchWord[];

export interface SearchQuestion {
  /** What was typed, folded. */
  readonly text: string;
  /** Ways to understand it, the most likely first; none: there is no word in it. */
  readonly readings: readonly SearchReading[];
}

/** Longest text of a search, characters, and most words in it. */
export const SEARCH_TEXT_LENGTH = 200;
export const MOST_SEARCH_WORDS = 10;

const phoneLike = /^\s*[+(]?\d[\d\s().-]*$/;
/** Digits from which on groups of digits may be one telephone number. */
const FEWEST_PHONE_DIGITS = 5;

/** Reads what was typed; null: it is too long, or has too many words. */
export function readSearch(typed: string): SearchQuestion | null {
  const words = [...new Set(wordsOf(typed))];
  if (typed.length > SEARCH_TEXT_LENGTH || words.length > MOST_SEARCH_WORDS) return null;
  const numbers = phoneReadings(typed).filter((one) => !(words.length === 1 && words[0] === one));
  const readings = [words, ...numbers.map((one) => [one])].filter((one) => one.length > 0);
  return { text: foldText(typed).trim(), readings: readings.map(readingOf) };
}

/** The digits of a telephone number that was typed in groups, also without the trunk's or exit's zeros. */
function phoneReadings(typed: string): readonly string[] {
  if (!phoneLike.test(typed)) return [];
  const digits = typed.replace(/\D/g, "");
  const without = digits.replace(/^0+/, "");
  return without.length < FEWEST_PHONE_DIGITS ? [] : [...new Set([digits, without])];
}

function readingOf(words: readonly string[]): SearchReading {
  const isAllWeak = words.every(isWeak);
  return words.map((text) => {
    const isSingle = isSingleLetter(text);
    return { text, token: tokenOf(text), isWhole: isAllWeak && isSingle, isWeak: !isAllWeak && isWeak(text) };
  });
}

function isWeak(word: string): boolean {
  return isSingleLetter(word) || isLegalForm(word);
}

/** One letter or digit of a script with spaces: postings are kept by two. */
function isSingleLetter(word: string): boolean {
  return [...word].length === 1 && !isUnspaced(word) && word < "\u2E80";
}
