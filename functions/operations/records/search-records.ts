import {
  failure,
  objectAccess,
  success,
  type FieldModel,
  type Problem,
  type RecordRef,
  type Result,
  type StoredRecord,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { badRequest, notFound } from "./problems.ts";
import { nameOf, refKey } from "./reference-names.ts";

export interface SearchRecords {
  readonly text: string;
  /** API name of the only object to look in; null: all that the caller may read. */
  readonly object: string | null;
  /** 1–50. */
  readonly limit: number;
}

export interface FoundRecord {
  readonly object: string;
  readonly id: string;
  readonly name: string;
  /** API names of the fields whose words match. */
  readonly matched: readonly string[];
}

/** Candidates read per result wanted: some fall to access or to a stale posting. */
const CANDIDATES_PER_RESULT = 6;

/** Keyword search: every word must begin a word of a field the caller may see. Exact names first, then the newest. */
export async function searchRecords(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  request: SearchRecords,
): Promise<Result<{ readonly items: readonly FoundRecord[]; readonly cursor: null }>> {
  const words = wordsOf(request.text);
  if (words.length > 10 || request.text.length > 200) return failure(tooManyWords);
  const objects = searchable(caller, request.object);
  if (!objects) return failure(notFound);
  if (words.length === 0 || objects.length === 0) return success({ items: [], cursor: null });
  const limit = Math.min(300, request.limit * CANDIDATES_PER_RESULT);
  const refs = await ports.recordStore.search(caller.workspace, { words, objects, limit });
  const records = await loadCandidates(ports.recordStore, caller, refs);
  const hits = records.flatMap((record) => hitOf(caller, record, words));
  hits.sort(byRank(request.text.trim().toLowerCase()));
  const items = hits.slice(0, request.limit).map(({ found }) => found);
  return success({ items, cursor: null });
}

interface Hit {
  readonly found: FoundRecord;
  readonly updatedAt: string;
}

/** Words as they are looked up: lower case, split at everything that is no letter, digit or mark. */
export function wordsOf(text: string): readonly string[] {
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}@._+-]+/gu);
  return [...new Set(words ?? [])];
}

function searchable(caller: Caller, only: string | null): readonly string[] | null {
  const readable = [...caller.model.objects.keys()].filter((name) => objectAccess(caller.access, name).read);
  if (only === null) return readable;
  return readable.includes(only) ? [only] : null;
}

async function loadCandidates(
  recordStore: RecordStore,
  caller: Caller,
  refs: readonly RecordRef[],
): Promise<readonly StoredRecord[]> {
  const distinct = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  const wanted = distinct.flatMap(({ object: name, id }) => {
    const object = caller.model.objects.get(name);
    return object ? [{ object, id }] : [];
  });
  if (wanted.length === 0) return [];
  const found = await recordStore.getMany(caller.workspace, wanted);
  return found.filter((one) => objectAccess(caller.access, one.object).seesRecord(one));
}

/** The record as a result when every word stands in a field that is searchable and visible. */
function hitOf(caller: Caller, record: StoredRecord, words: readonly string[]): Hit[] {
  const object = caller.model.objects.get(record.object);
  if (!object) return [];
  const granted = objectAccess(caller.access, record.object);
  const matched: string[] = [];
  const missing = new Set(words);
  const isSearched = (field: FieldModel) =>
    field.definition.searchable === true || field === object.nameField;
  for (const field of object.fields) {
    if (!isSearched(field) || granted.field(field.apiName) === "none") continue;
    const texts = textsOf(field, record);
    const here = words.filter((word) => texts.some((text) => contains(text, word)));
    if (here.length > 0) matched.push(field.apiName);
    for (const word of here) missing.delete(word);
  }
  if (missing.size > 0) return [];
  const isNameVisible = granted.field(object.nameField.apiName) !== "none";
  const name = isNameVisible ? nameOf(caller.model, object, record) : "";
  return [{ found: { object: record.object, id: record.id, name, matched }, updatedAt: record.updatedAt }];
}

function textsOf(field: FieldModel, record: StoredRecord): readonly string[] {
  const value = record.values[field.id];
  if (value === undefined || value === null) return [];
  return field.type.searchText?.(field.type.storage.decode(value), field.settings) ?? [];
}

function contains(text: string, word: string): boolean {
  return text.normalize("NFKC").toLowerCase().includes(word);
}

function byRank(text: string): (a: Hit, b: Hit) => number {
  const rank = ({ found }: Hit) => {
    const name = found.name.toLowerCase();
    return name === text ? 0 : name.startsWith(text) ? 1 : 2;
  };
  return (a, b) => rank(a) - rank(b) || (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0);
}

const tooManyWords: Problem = badRequest("", "bad_query", {
  "zh-CN": "搜索内容过长：最多 200 个字符、10 个词。",
  en: "The search is too long: at most 200 characters and 10 words.",
});
