/** Characters of a text that its key covers; longer texts with the same beginning share a key. */
export const SORTABLE_TEXT_LENGTH = 48;

/**
 * Key of a text: NFKD, marks stripped, lower-case, white space as `!`, controls dropped, characters beyond the BMP as
 * U+FFFD, at most 48 characters (storage.md §3). Han characters keep their code points; see the README of `text`.
 */
export function sortableText(text: string): string {
  let key = "";
  let count = 0;
  for (const character of foldText(text)) {
    if (count === SORTABLE_TEXT_LENGTH) break;
    const mapped = keyCharacter(character);
    if (mapped === "") continue;
    key += mapped;
    count += 1;
  }
  return key;
}

/** How texts are compared when case, width and accents do not matter. */
export function foldText(text: string): string {
  if (/^[\x20-\x7e\u4e00-\u9fff]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

function keyCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff || (code >= 0xd800 && code <= 0xdfff)) return "\uFFFD";
  if (/\s/u.test(character)) return "!";
  return code < 0x20 || (code >= 0x7f && code < 0xa0) ? "" : character;
}
