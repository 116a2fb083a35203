import {
  objectAccess,
  searchSnippet,
  searchTexts,
  type FieldModel,
  type ObjectModel,
  type StoredRecord,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { nameOf } from "./reference-names.ts";

export interface FoundRecord {
  readonly object: string;
  readonly id: string;
  /** Empty where the caller may not see it. */
  readonly name: string;
  /** API names of the fields whose words match; `id` for the record's own id. */
  readonly matched: readonly string[];
  /** The text around the words, where they are not in the name; at most 120 characters. */
  readonly snippet?: string;
}

/** A record that is found as the caller may see it, with the text around the words unless they are in its name. */
export function foundRecord(
  caller: Caller,
  hit: {
    readonly object: ObjectModel;
    readonly record: StoredRecord;
    /** Fields with one of the words; all of them the caller may see. */
    readonly fields: readonly FieldModel[];
  },
  typed: string,
): FoundRecord {
  const { object, record, fields } = hit;
  const shown = fields.includes(object.nameField) ? undefined : fields[0];
  const texts = shown ? searchTexts(shown, record) : [];
  const snippet = texts.map((text) => searchSnippet(text, typed)).find((one) => one !== null);
  return {
    ...shownRecord(caller, hit),
    matched: fields.map((one) => one.apiName),
    ...(typeof snippet === "string" ? { snippet } : {}),
  };
}

/** Object, id and, where the caller may see it, the name. */
export function shownRecord(
  caller: Caller,
  { object, record }: { readonly object: ObjectModel; readonly record: StoredRecord },
): Pick<FoundRecord, "object" | "id" | "name"> {
  const isNamed = objectAccess(caller.access, object.apiName).field(object.nameField.apiName) !== "none";
  return { object: object.apiName, id: record.id, name: isNamed ? nameOf(caller.model, object, record) : "" };
}
