import type { FieldContext } from "../contract/field-type.ts";
import type { Json } from "../contract/json.ts";
import type { FieldModel, ObjectModel, PresentedRecord, StoredRecord } from "../contract/model.ts";
import { agingFrom } from "./pipeline-of.ts";
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
    values[field.apiName] = shown(field, valueOf(field, record.values)) as Json;
  }
  const { stageEnteredAt, editedVersion: _, ...rest } = record;
  if (stageEnteredAt === undefined || !readsStage(object, access)) return { ...rest, values };
  const from = agingFrom(object, record);
  return { ...rest, stageEnteredAt, ...(from === null ? {} : { agingFrom: from }), values };
}

/** When a record entered its stage is known to who may read the stage. */
function readsStage({ pipeline }: ObjectModel, access: Pick<WriteAccess, "field"> | null): boolean {
  return pipeline !== null && access?.field(pipeline.stageField.apiName) !== "none";
}

/** A value as a reader sees it: of a sealed one the mask, also before it is sealed. */
function shown({ type, settings }: FieldModel, value: unknown): unknown {
  return type.sealed && value !== null ? type.sealed.mask(value, settings) : value;
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
