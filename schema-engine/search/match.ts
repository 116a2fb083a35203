import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { foldText } from "../shared/sortable-text.ts";
import { compareUtf8 } from "../shared/utf8-order.ts";
import { isWithinLimits, searchEntries, searchedFields, searchTexts } from "./entries.ts";
import type { SearchQuestion, SearchReading, SearchWord } from "./question.ts";
import { startsInText, tokenOf, wordsOf, type WordStart } from "./words.ts";

/** How a record answers a search. */
export interface SearchMatch {
  /** Fields with one of the words; in the order of the object. */
  readonly fields: readonly FieldModel[];
  /** 0: the name is what was typed; 1: it begins so; 2: every word begins one of the name's; 3: in the name, 4: elsewhere. */
  readonly rank: number;
}

/**
 * Whether every word of a reading stands in a field that may be seen: it begins a word or a part of one, or stands
 * anywhere in Chinese. Null: it does not.
 */
export function matchSearch(
  of: { readonly object: ObjectModel; readonly record: StoredRecord },
  asked: {
    readonly question: SearchQuestion;
    readonly reading: SearchReading;
    readonly isVisible: (field: FieldModel) => boolean;
  },
): SearchMatch | null {
  const { object, record } = of;
  const { question, reading, isVisible } = asked;
  const found = wordsFound(object, record, reading).filter((one) => isVisible(one.field));
  const hit = new Set(found.flatMap((one) => one.words));
  if (hit.size < reading.length) return null;
  const fields = found.filter((one) => one.words.length > 0).map((one) => one.field);
  const name = found.find((one) => one.field === object.nameField);
  const isInName = name?.words.length === reading.length;
  const ordered = object.fields.filter((one) => fields.includes(one));
  return { fields: ordered, rank: isInName ? rankIn(nameText(object, record), question, reading) : 4 };
}

interface FieldHit {
  readonly field: FieldModel;
  readonly words: readonly SearchWord[];
}

/** Words of each field; texts of usual length are looked through where the word stands, others by all their starts. */
function wordsFound(object: ObjectModel, record: StoredRecord, reading: SearchReading): readonly FieldHit[] {
  const fields = searchedFields(object).map((field) => ({ field, texts: searchTexts(field, record) }));
  if (isWithinLimits(fields.map((one) => one.texts))) {
    return fields.map(({ field, texts }) => ({
      field,
      words: reading.filter((word) =>
        texts.some((text) => startsInText(text, (start) => isAt(start, word), word.text)),
      ),
    }));
  }
  return searchEntries(object, record).map(({ field, starts }) => ({
    field,
    words: reading.filter((word) => starts.some((start) => isAt(start, word))),
  }));
}

/** The first of a record's postings, in the order they are kept in, that a word is found by; null: none. */
export function firstToken(object: ObjectModel, record: StoredRecord, word: SearchWord): string | null {
  const tokens = searchEntries(object, record)
    .flatMap((one) => one.starts)
    .filter((one) => one.posted)
    .map((one) => tokenOf(one.text))
    .filter((one) => (word.isWhole ? one === word.token : one.startsWith(word.token)));
  return tokens.sort(compareUtf8)[0] ?? null;
}

function isAt({ text, posted }: WordStart, word: SearchWord): boolean {
  if (word.isWhole) return posted && text === word.text;
  return (posted || word.isWeak) && text.startsWith(word.text);
}

function nameText(object: ObjectModel, record: StoredRecord): string {
  return foldText(searchTexts(object.nameField, record)[0] ?? "");
}

function rankIn(name: string, question: SearchQuestion, reading: SearchReading): number {
  if (name === question.text) return 0;
  if (name.startsWith(question.text)) return 1;
  const words = wordsOf(name);
  return reading.every(({ text }) => words.some((one) => one.startsWith(text))) ? 2 : 3;
}
