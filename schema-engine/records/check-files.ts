import type { JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { oncePer } from "../shared/once-per.ts";
import { at } from "./problems.ts";
import { valueOf } from "./values.ts";
import type { WriteRequest } from "./write-request.ts";

/** Key of an offered file: it was uploaded for this field and for no other. */
export function offeredFile(fieldId: string, id: string): string {
  return `${fieldId}/${id}`;
}

/** Files that a field names now and did not name before. */
export function addedFiles(
  field: FieldModel,
  values: { readonly before: JsonObject | undefined; readonly after: JsonObject },
): readonly string[] {
  const before = new Set(filesOf(field, values.before ?? {}));
  return filesOf(field, values.after).filter((id) => !before.has(id));
}

/** Files that a field's stored value names. */
export function filesOf(field: FieldModel, values: JsonObject): readonly string[] {
  const value = field.type.files ? valueOf(field, values) : null;
  return value === null ? [] : (field.type.files?.(value, field.settings) ?? []);
}

/** Each file that is new to the record must have been offered to it. */
export function checkFiles(request: WriteRequest, record: StoredRecord): readonly Problem[] {
  return fileFields(request.object).flatMap((field) => {
    const added = addedFiles(field, { before: request.current?.values, after: record.values });
    const unknown = added.some((id) => request.files?.has(offeredFile(field.id, id)) !== true);
    return unknown ? [{ ...unknownFile, pointer: at(field) }] : [];
  });
}

const fileFields = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.type.files !== undefined),
);

const unknownFile = invalid(
  "",
  "unknown_file",
  bilingual(
    "文件不存在、尚未上传完成，或不属于此字段，请重新上传。",
    "The file does not exist, is not completely uploaded, or was uploaded for something else; upload it again.",
  ),
);
