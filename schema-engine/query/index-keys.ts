import type { Json } from "../contract/json.ts";
import type { IndexDefinition, ObjectModel, StoredRecord } from "../contract/model.ts";
import { queryFieldById, type QueryField } from "./query-field.ts";

/** Above every character of a key; DynamoDB compares UTF-8 bytes. */
export const ABOVE = "\uFFFF";
/** The next printable character after the separator: an upper bound just above everything that continues a part. */
export const AFTER_PART = "!";
const SEPARATOR = " ";

/**
 * The key of the record in each index of its object: generation, equality parts, sort part, record id (storage.md §3,
 * with the whole id so that ties always fall in the order of ids). Null where a definition names a field that is gone.
 */
export function slotKeys(given: {
  readonly object: ObjectModel;
  readonly record: StoredRecord;
}): Readonly<Record<string, string | null>> {
  const { object, record } = given;
  return Object.fromEntries(object.indexes.map((index) => [index.slot, indexKey(object, index, record)]));
}

/** One part of a key with its separator: `0` for no value, `1` and the order key otherwise, so that nulls come first. */
export function keyPart(field: QueryField, stored: Json): string {
  return partOf(field, stored) + SEPARATOR;
}

/** The part without separator, for bounds. */
export function partOf(field: QueryField, stored: Json): string {
  if (stored === null || !field.encode) return "0";
  return `1${field.encode(stored)}`;
}

function indexKey(object: ObjectModel, index: IndexDefinition, record: StoredRecord): string | null {
  let key = index.generation;
  for (const id of [...index.equal, ...(index.sort === null ? [] : [index.sort])]) {
    const field = queryFieldById(object, id);
    if (!field?.encode) return null;
    key += keyPart(field, field.read(record));
  }
  return key + record.id;
}
