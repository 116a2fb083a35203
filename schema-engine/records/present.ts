import type { FieldContext } from "../contract/field-type.ts";
import type { Json } from "../contract/json.ts";
import type { ObjectModel, PresentedRecord, StoredRecord } from "../contract/model.ts";
import { valueOf, valuesLike } from "./values.ts";
import type { WriteAccess } from "./write-access.ts";

/** A record as its reader sees it: readable fields by API name, absent values null; `access` null shows everything. */
export function presentRecord(
  object: ObjectModel,
  record: StoredRecord,
  access: Pick<WriteAccess, "field"> | null,
): PresentedRecord {
  const values = valuesLike();
  for (const field of object.fields) {
    if (access !== null && access.field(field.apiName) === "none") continue;
    values[field.apiName] = valueOf(field, record.values) as Json;
  }
  return { ...record, values };
}

/** The record's name as text; its id when it has none. */
export function presentName(
  object: ObjectModel,
  record: StoredRecord,
  context: FieldContext = plain,
): string {
  const { nameField } = object;
  const value = valueOf(nameField, record.values);
  return value === null ? record.id : nameField.type.format(value, nameField.settings, context);
}

const plain: FieldContext = { timeZone: "UTC", locale: "zh-CN", now: "1970-01-01T00:00:00Z" };
