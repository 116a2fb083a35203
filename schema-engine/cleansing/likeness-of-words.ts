import { foldText } from "../shared/sortable-text.ts";
import type { Likeness } from "./likeness.ts";
import { diceOfPairs, editDistance, likenessOfWords } from "./similarity.ts";
import { chineseLegalForms, chinesePlaces, chineseTrades, legalForms } from "./word-forms.ts";

/** Most keys of one text. */
const MOST_BLOCKS = 8;
/** Chinese texts up to this length are compared by character, longer ones by pairs. */
const SHORT = 3;

/**
 * Names of people and companies: case, width, accents, punctuation, the order of words and legal forms do not matter.
 * The normal text is the words in order, then the Chinese part.
 */
export const words: Likeness = {
  normal(text) {
    const parts = foldText(text.normalize("NFKC")).match(PARTS) ?? [];
    const chinese = withoutLegalForm(parts.filter(isChinese).join(""));
    const all = parts.filter((one) => !isChinese(one));
    const telling = all.filter((one) => !legalForms.has(one));
    const kept = telling.length > 0 || chinese !== "" ? telling : all;
    return [...[...kept].sort(), ...(chinese === "" ? [] : [chinese])].join(" ");
  },
  blocks(normal) {
    const { latin, chinese } = split(normal);
    return [...new Set([normal, ...blocksOfWords(latin), ...blocksOfChinese(chinese)])].slice(0, MOST_BLOCKS);
  },
  similarity(one, other) {
    if (one === other) return 1;
    const a = split(one);
    const b = split(other);
    const latin = {
      weight: Math.max(a.latin.join("").length, b.latin.join("").length),
      score: likenessOfWords(a.latin, b.latin),
    };
    const chinese = {
      // A Chinese character says about as much as two letters.
      weight: 2 * Math.max(a.chinese.length, b.chinese.length),
      score: likenessOfChinese(a.chinese, b.chinese),
    };
    const weight = latin.weight + chinese.weight;
    if (weight === 0) return 0;
    return Math.min(0.99, (latin.score * latin.weight + chinese.score * chinese.weight) / weight);
  },
};

/** Runs of Chinese characters, and runs of other letters and digits. */
const PARTS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

function isChinese(text: string): boolean {
  return /^\p{Script=Han}/u.test(text);
}

function split(normal: string): { readonly latin: readonly string[]; readonly chinese: string } {
  const parts = normal.split(" ").filter((one) => one !== "");
  return { latin: parts.filter((one) => !isChinese(one)), chinese: parts.filter(isChinese).join("") };
}

function withoutLegalForm(text: string): string {
  const form = chineseLegalForms.find((one) => text.length > one.length && text.endsWith(one));
  return form === undefined ? text : withoutLegalForm(text.slice(0, -form.length));
}

function likenessOfChinese(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  if (length === 0) return 1;
  return length <= SHORT ? 1 - editDistance(one, other) / length : diceOfPairs(one, other);
}

/** By the sound of long words alone, of shorter ones in twos. */
function blocksOfWords(all: readonly string[]): readonly string[] {
  const longest = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 3);
  const sounds = longest.map(soundOf).sort();
  const pairs = sounds.flatMap((one, at) => sounds.slice(at + 1).map((other) => `~${one}+${other}`));
  const alone = longest
    .filter((one) => one.length > 4 || longest.length === 1)
    .map((one) => `~${soundOf(one)}`);
  return [...pairs, ...alone];
}

/** The first letter and the consonants after it: what is left when a name is heard and spelt differently. */
function soundOf(word: string): string {
  const [first = "", ...rest] = word;
  const sound = first + rest.join("").replace(/[aeiouhwy]/gu, "");
  const plain = sound.replace(/(.)\1+/gu, "$1").slice(0, 5);
  return plain.length > 1 ? plain : word.slice(0, 2);
}

function blocksOfChinese(text: string): readonly string[] {
  const core = coreOf(text);
  const { length } = core;
  if (length === 0) return [];
  if (length === 1) return [`^${core}`];
  if (length <= SHORT) {
    const shorter = length < SHORT ? [] : [...core].map((_one, at) => core.slice(0, at) + core.slice(at + 1));
    return [core, ...shorter].map((one) => `^${one}`);
  }
  return [core, core.slice(0, 2), core.slice(1, 3), core.slice(-2)].map((one) => `^${one}`);
}

/** Without the place a company's name begins with and the trade it ends in. */
function coreOf(text: string): string {
  const place = chinesePlaces.find((one) => text.startsWith(one));
  const after = place === undefined ? text : text.slice(place.length).replace(/^[省市]/u, "");
  const local = after.length > 1 ? after : text;
  const trade = chineseTrades.find((one) => local.endsWith(one) && local.length - one.length > 1);
  return trade === undefined ? local : local.slice(0, -trade.length);
}
