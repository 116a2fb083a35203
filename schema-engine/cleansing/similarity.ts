/** How alike two texts are, 0–1 (Jaro–Winkler): common characters near their place, and a common beginning counts more. */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1;
  // Matching is greedy, so the order of the two could matter.
  const [a, b] = one < other ? [[...one], [...other]] : [[...other], [...one]];
  const jaro = jaroOf(a, b);
  let prefix = 0;
  while (prefix < 4 && a[prefix] !== undefined && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** How alike two Chinese texts are, 0–1: twice the common pairs of characters over all pairs (Dice). */
export function diceOfPairs(one: string, other: string): number {
  if (one === other) return 1;
  const a = pairsOf(one);
  const b = pairsOf(other);
  if (a.length === 0 || b.length === 0) return 0;
  const left = new Map<string, number>();
  for (const pair of b) left.set(pair, (left.get(pair) ?? 0) + 1);
  let common = 0;
  for (const pair of a) {
    const count = left.get(pair) ?? 0;
    if (count > 0) common += 1;
    left.set(pair, count - 1);
  }
  return (2 * common) / (a.length + b.length);
}

/** Least number of characters to insert, remove or replace to get from one text to the other. */
export function editDistance(one: string, other: string): number {
  const a = [...one];
  const b = [...other];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [at, character] of a.entries()) {
    const next = [at + 1];
    for (const [column, there] of b.entries()) {
      const replaced = (row[column] ?? 0) + (character === there ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** How alike two sets of words are, 0–1: each word with the word of the other set that is most like it. */
export function likenessOfWords(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const best = (word: string, among: readonly string[]) =>
    // Any two words come to about a half.
    Math.max(...among.map((there) => Math.max(0, 2 * jaroWinkler(word, there) - 1)));
  const sum = (words: readonly string[], among: readonly string[]) =>
    words.reduce((total, word) => total + best(word, among), 0);
  return (sum(one, other) + sum(other, one)) / (one.length + other.length);
}

function jaroOf(a: readonly string[], b: readonly string[]): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = b.map(() => false);
  const common: string[] = [];
  for (const [at, character] of a.entries()) {
    const end = Math.min(b.length - 1, at + reach);
    for (let there = Math.max(0, at - reach); there <= end; there += 1) {
      if (taken[there] === true || b[there] !== character) continue;
      taken[there] = true;
      common.push(character);
      break;
    }
  }
  if (common.length === 0) return 0;
  const inOther = b.filter((_one, at) => taken[at] === true);
  const moved = common.filter((one, at) => one !== inOther[at]).length / 2;
  const { length } = common;
  return (length / a.length + length / b.length + (length - moved) / length) / 3;
}

function pairsOf(text: string): readonly string[] {
  const characters = [...text];
  return characters.slice(1).map((one, at) => `${characters[at] ?? ""}${one}`);
}
