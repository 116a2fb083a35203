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
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const marks = "@._+-";
const wordPattern = /[\p{L}\p{N}@._+-]+/gu;
/** What every address of a page begins with. */
const webStart = /\bhttps?:\/\/(?:www\.)?|(?<=^|\s)www\.(?=\S)/g;
const outerMarks = /^[@._+-]+|[@._+-]+$/g;

/**
 * The legal forms that nearly every Chinese company name ends with: nobody looks for them alone, and their postings would
 * all be in four partitions.
 */
const legalForms = ["股份有限公司", "有限责任公司", "有限公司"];

/** Words of a text: accents, case and width folded away, split at everything but letters, digits and `@._+-`. */
export function wordsOf(text: string): readonly string[] {
  const folded = foldText(text).replace(webStart, " ");
  return (folded.match(wordPattern) ?? []).map((one) => one.replace(outerMarks, "")).filter(Boolean);
}

/** What a word's posting begins with; longer words share it and are told apart on the record. */
export function tokenOf(word: string): string {
  const length = isUnspaced(word) ? TOKEN_LENGTH.unspaced : TOKEN_LENGTH.spaced;
  return word.length <= length ? word : [...word].slice(0, length).join("");
}

/** Whether a word begins with a character of a script that is written without spaces. */
export function isUnspaced(word: string): boolean {
  return unspaced.test(String.fromCodePoint(word.codePointAt(0) ?? 0));
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
  for (const word of words) yield* startsIn(word, words.length === 1);
}

function* startsIn(word: string, isAlone: boolean): Generator<WordStart> {
  const form = legalForms.find((one) => word.endsWith(one));
  const formAt = form === undefined ? Infinity : word.length - form.length;
  const domainEnd = word.includes("@") ? word.lastIndexOf(".") : Infinity;
  let before = "";
  let at = 0;
  for (const character of word) {
    if (isStart(before, character)) {
      const isEnding = at >= formAt && !(at === 0 && isAlone);
      const posted = !isEnding && at < domainEnd;
      yield { text: word.slice(at, at + LONGEST_TEXT), posted };
    }
    before = character;
    at += character.length;
  }
}

function isStart(before: string, character: string): boolean {
  if (marks.includes(character)) return false;
  if (before === "" || marks.includes(before)) return true;
  if (character < "\u2E80") return before >= "\u2E80" && unspaced.test(before);
  return unspaced.test(character) || unspaced.test(before);
}
