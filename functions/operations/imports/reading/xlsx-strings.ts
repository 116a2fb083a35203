import { readXml } from "./xml-events.ts";
import { tooLarge } from "./zip-directory.ts";
import type { PartReader } from "./xlsx-workbook.ts";

/** Characters of all shared strings together. */
const MOST_CHARACTERS = 48_000_000;

/** The texts that cells name by number; formatting and phonetic guides are left out. */
export function readSharedStrings(part: PartReader): readonly string[] {
  const pieces = part("xl/sharedStrings.xml");
  if (!pieces) return [];
  const strings: string[] = [];
  let text = "";
  let inText = false;
  let guides = 0;
  let characters = 0;
  readXml(pieces, {
    open(name) {
      if (name === "si") text = "";
      if (name === "rPh") guides += 1;
      inText = name === "t" && guides === 0;
    },
    text(piece) {
      if (!inText) return;
      text += piece;
      characters += piece.length;
      if (characters > MOST_CHARACTERS) throw tooLarge();
    },
    close(name) {
      if (name === "t") inText = false;
      if (name === "rPh") guides -= 1;
      if (name === "si") strings.push(text);
    },
  });
  return strings;
}
