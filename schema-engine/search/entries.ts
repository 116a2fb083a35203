import { limits } from "../contract/limits.ts";
import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { valueOf } from "../records/values.ts";
import { oncePer } from "../shared/once-per.ts";
import { tokenOf, wordStarts, type WordStart } from "./words.ts";

/** Where a record is found by one of its fields. */
export interface FieldEntries {
  readonly field: FieldModel;
  readonly starts: readonly WordStart[];
}

/** Fields under whose words records are found: the name, what is marked `searchable`, and numbers that name a record. */
export const searchedFields: (object: ObjectModel) => readonly FieldModel[] = oncePer((object) =>
  object.fields.filter((field) => isSearched(object, field)),
);

/** Whether records are found by the words of a field. */
export function isSearched(object: ObjectModel, field: FieldModel): boolean {
  if (!field.type.searchText) return false;
  return field === object.nameField || field.definition.searchable === true || field.type.isCode === true;
}

/**
 * From where a record is found, field by field: the name first, then those with the fewest words. A field gives at most
 * `limits.searchWords` distinct postings, a record `limits.searchPostings`; what stands behind is not found.
 */
export function searchEntries(object: ObjectModel, record: StoredRecord): readonly FieldEntries[] {
  const all = searchedFields(object).flatMap((field) => {
    const texts = searchTexts(field, record);
    return texts.length === 0 ? [] : [{ field, ...startsOf(texts, limits.searchWords) }];
  });
  const total = all.reduce((sum, one) => sum + one.tokens, 0);
  if (total <= limits.searchPostings) return all;
  const place = ({ field, tokens }: (typeof all)[number]): number =>
    field === object.nameField ? 0 : tokens;
  let left: number = limits.searchPostings;
  return [...all]
    .sort((a, b) => place(a) - place(b))
    .map(({ field, starts, tokens }) => {
      const kept = tokens <= left ? starts : cut(starts, left);
      left = Math.max(0, left - tokens);
      return { field, starts: kept };
    });
}

/** Whether a record's texts are so short that no posting of theirs is left out. */
export function isWithinLimits(texts: readonly (readonly string[])[]): boolean {
  const lengths = texts.map((list) => list.reduce((sum, one) => sum + one.length, 0));
  return lengths.reduce((sum, one) => sum + one, 0) <= limits.searchWords;
}

/** The postings of a record, each once. */
export function searchTokens(object: ObjectModel, record: StoredRecord): readonly string[] {
  const tokens = new Set<string>();
  for (const { starts } of searchEntries(object, record)) {
    for (const start of starts) if (start.posted) tokens.add(tokenOf(start.text));
  }
  return [...tokens];
}

/** Texts of a field's value whose words it is found by; none without a value. */
export function searchTexts(field: FieldModel, record: StoredRecord): readonly string[] {
  const value = valueOf(field, record.values);
  return value === null ? [] : (field.type.searchText?.(value, field.settings) ?? []);
}

/** Until there are as many distinct postings. */
function startsOf(
  texts: readonly string[],
  most: number,
): { readonly starts: readonly WordStart[]; readonly tokens: number } {
  const starts: WordStart[] = [];
  const tokens = new Set<string>();
  for (const text of texts) {
    for (const start of wordStarts(text)) {
      const token = tokenOf(start.text);
      const isKnown = tokens.has(token);
      if (isKnown && token.length === start.text.length) continue;
      if (starts.length === MOST_STARTS) return { starts, tokens: tokens.size };
      if (start.posted && !isKnown) {
        if (tokens.size === most) return { starts, tokens: most };
        tokens.add(token);
      }
      starts.push(start);
    }
  }
  return { starts, tokens: tokens.size };
}

/** Places of one field that are looked at; texts that repeat the same characters have many with one posting. */
const MOST_STARTS = 1_000;

function cut(starts: readonly WordStart[], most: number): readonly WordStart[] {
  const tokens = new Set<string>();
  return starts.filter(({ text, posted }) => {
    if (!posted) return true;
    const token = tokenOf(text);
    if (tokens.size < most) tokens.add(token);
    return tokens.has(token);
  });
}

/** What finding records by a field costs. */
export interface SearchCost {
  /** Postings per record on average, to one decimal. */
  readonly postings: number;
  /** Write units when a record is created, and again when the value changes as a whole. */
  readonly writeUnits: number;
  /** Share of the records, 0–1, of whose text something is left out (`limits.searchWords`). */
  readonly cut: number;
}

/** A posting is written in one transaction with the record's ledger, which costs twice a plain write (AWS pricing). */
const WRITE_UNITS_PER_POSTING = 2;

/** Worked out of a sample of values; null: there is none, or the field's type has no words. */
export function searchCost(
  { type, settings }: Pick<FieldModel, "type" | "settings">,
  values: readonly unknown[],
): SearchCost | null {
  const texts = values
    .map((value) => type.searchText?.(value, settings) ?? null)
    .filter((one) => one !== null);
  if (texts.length === 0) return null;
  const counts = texts.map((one) => startsOf(one, limits.searchWords).tokens);
  const whole = texts.map((one) => startsOf(one, Infinity).tokens);
  const sum = counts.reduce((total, one) => total + one, 0);
  const postings = Math.round((10 * sum) / values.length) / 10;
  const isCut = (tokens: number, at: number) => tokens > (counts[at] ?? 0);
  return {
    postings,
    writeUnits: Math.round(postings * WRITE_UNITS_PER_POSTING),
    cut: whole.filter(isCut).length / texts.length,
  };
}
