import type { ObjectModel, StoredRecord } from "#engine";

/** Characters of a word that a posting covers; longer search words are cut to it. */
export const TOKEN_LENGTH = 12;
/** Most postings of one record. */
const MOST_TOKENS = 300;
const HAN = /\p{Script=Han}/u;

/**
 * The tokens under which a record is found: each word of its searchable fields and each part of an address, and for
 * Chinese the text from each character on, so that a search finds any part of it (storage.md §8).
 */
export function searchTokens(object: ObjectModel, record: StoredRecord): readonly string[] {
  const tokens = new Set<string>();
  for (const field of object.fields) {
    const value = record.values[field.id];
    const isSearched = field === object.nameField || field.definition.searchable === true;
    if (!isSearched || value === undefined || value === null || !field.type.searchText) continue;
    for (const text of field.type.searchText(field.type.storage.decode(value), field.settings)) {
      for (const word of wordsOf(text)) for (const token of suffixes(word)) tokens.add(token);
    }
  }
  return [...tokens].slice(0, MOST_TOKENS);
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}@._+-]+/gu) ?? []
  );
}

/** The word from its start, from every Chinese character, and from every part after a mark or a change of script. */
function suffixes(word: string): readonly string[] {
  const characters = [...word];
  const starts = characters.flatMap((one, at) => {
    const before = characters[at - 1];
    const isStart = before === undefined || HAN.test(one) || HAN.test(before) || /[@._+-]/.test(before);
    return isStart ? [at] : [];
  });
  return starts
    .map((at) => characters.slice(at, at + TOKEN_LENGTH).join(""))
    .filter((token) => /[\p{L}\p{N}]/u.test(token));
}
