import { foldText } from "../shared/sortable-text.ts";

/** A place in a text from which a search finds it. */
export interface WordStart {
  /** The word from here on, folded, at most `LONGEST_TEXT` characters. */
  readonly text: string;
  /** Whether a posting is kept for it; a search for another word may still look here. */
  readonly posted: boolean;
}

/** No search word is longer, so nothing behind it is compared; characters. */
const LONGEST_TEXT = 200;
/** Characters of a posting: of a word of letters and digits, and of text without spaces (storage.md §8). */
const TOKEN_LENGTH = { spaced: 16, unspaced: 8 } as const;
const wordPattern = /[\p{L}\p{N}@._+-]+/gu;
const outerMarks = /^[@._+-]+|[@._+-]+$/g;
/** What every address of a page begins with. */
const webStart = /\bhttps?:\/\/(?:www\.)?|(?<=^|\s)www\.(?=\S)/g;

/**
 * The legal forms that nearly every Chinese company name ends with: nobody looks for them alone, and their postings would
 * all be in four partitions.
 */
const legalForms = ["股份有限公司", "有限责任公司", "有限公司"];

/** Words of a text: accents, case and width folded away, split at everything but letters, digits and `@._+-`. */
export function wordsOf(text: string): readonly string[] {
  const folded = foldText(text);
  const isWeb = folded.includes("http") || folded.includes("www.");
  const words = (isWeb ? folded.replace(webStart, " ") : folded).match(wordPattern) ?? [];
  return words.map((one) => one.replace(outerMarks, "")).filter((one) => one !== "");
}

/** What a word's posting begins with; longer words share it and are told apart on the record. */
export function tokenOf(word: string): string {
  const length = isUnspaced(word) ? TOKEN_LENGTH.unspaced : TOKEN_LENGTH.spaced;
  return word.length <= length ? word : [...word.slice(0, 2 * length)].slice(0, length).join("");
}

/** Whether a word begins with a character of a script that is written without spaces: Chinese and Japanese. */
export function isUnspaced(word: string, at = 0): boolean {
  const code = word.codePointAt(at) ?? 0;
  return code >= 0x2e80 && (code <= 0x9fff || (code >= 0xf900 && code <= 0xfaff) || code >= 0x20000);
}

/** Whether a word is a piece of a company's legal form. */
export function isLegalForm(word: string): boolean {
  return legalForms.some((one) => one.includes(word));
}

/**
 * From where a text is found: each word, each part of it behind a mark or a change of script, and each character of a
 * script without spaces. The legal form at the end of a company's name and the last part of a mail domain have no posting.
 */
export function* wordStarts(text: string): Generator<WordStart> {
  const words = wordsOf(text);
  for (const word of words) {
    for (let at = 0; at < word.length; at += 1) {
      if (!isStart(word, at)) continue;
      yield { text: word.slice(at, at + LONGEST_TEXT), posted: isPosted(word, at, words.length === 1) };
    }
  }
}

/** Whether a text is found by a word; the same as looking through all of its starts, without making them. */
export function startsInText(text: string, accepts: (start: WordStart) => boolean, find: string): boolean {
  const words = wordsOf(text);
  for (const word of words) {
    for (let at = word.indexOf(find); at >= 0; at = word.indexOf(find, at + 1)) {
      if (!isStart(word, at)) continue;
      if (accepts({ text: word.slice(at), posted: isPosted(word, at, words.length === 1) })) return true;
    }
  }
  return false;
}

function isPosted(word: string, at: number, isAlone: boolean): boolean {
  if (word.includes("@") && at >= word.lastIndexOf(".") && word.includes(".")) return false;
  if (at === 0 && isAlone) return true;
  const form = word.endsWith("公司") ? legalForms.find((one) => word.endsWith(one)) : undefined;
  return form === undefined || at < word.length - form.length;
}

function isStart(word: string, at: number): boolean {
  const unit = word.charCodeAt(at);
  if (isMark(unit) || isLowSurrogate(unit)) return false;
  if (at === 0) return true;
  const before = word.charCodeAt(at - 1);
  if (isMark(before) || isUnspaced(word, at)) return true;
  return isUnspaced(word, isLowSurrogate(before) ? at - 2 : at - 1);
}

/** One of `@._+-`. */
function isMark(unit: number): boolean {
  return unit === 0x40 || unit === 0x2e || unit === 0x5f || unit === 0x2b || unit === 0x2d;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
