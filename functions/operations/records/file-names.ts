import { filesOf, objectAccess, type ObjectModel, type StoredRecord } from "#engine";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import type { Caller } from "../access/caller.ts";
import { refKey, type ReferenceNames } from "./reference-names.ts";

/** First part of a file's key among the names of an answer. */
export const FILE_OBJECT = "file";

/** Names of the files in a record's fields that the caller may see: `file/<id>` → name. */
export async function fileNames(
  fileCatalog: FileCatalog | undefined,
  caller: Caller,
  { object, record }: { readonly object: ObjectModel; readonly record: StoredRecord },
): Promise<ReferenceNames> {
  const granted = objectAccess(caller.access, object.apiName);
  const ids = object.fields.flatMap((field) =>
    field.type.files && granted.field(field.apiName) !== "none" ? filesOf(field, record.values) : [],
  );
  if (ids.length === 0 || !fileCatalog) return {};
  const found = await fileCatalog.getMany(caller.workspace, ids);
  return Object.fromEntries(found.map(({ id, name }) => [refKey({ object: FILE_OBJECT, id }), name]));
}
