import {
  isSystemField,
  systemFields,
  type FieldModel,
  type GroupedRecords,
  type GroupKey,
  type Json,
  type JsonObject,
  type ObjectModel,
  type StoredRecord,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { referenceNames, type ReferenceNames } from "./reference-names.ts";

/** Groups whose names are looked up; a list of more is read by machines. */
const MOST_NAMED = 1_000;

/** Names of the records and people that the keys of groups refer to; what the caller may not see is left out. */
export async function groupNames(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  given: {
    readonly object: ObjectModel;
    readonly groupBy: readonly GroupKey[];
    readonly groups: GroupedRecords;
  },
): Promise<ReferenceNames> {
  const { object, groupBy, groups } = given;
  const fields = groupBy.flatMap(({ field }) => referring(object.byName.get(field)));
  const isOfPeople = groupBy.some(({ field }) => isSystemField(field) && systemFields[field].kind === "user");
  if (fields.length === 0 && !isOfPeople) return {};
  const records = groups.slice(0, MOST_NAMED).map((one) => standIn(object, groupBy, one.key));
  return referenceNames(ports, caller, { records, fields });
}

function referring(field: FieldModel | undefined): readonly FieldModel[] {
  return field?.type.references ? [field] : [];
}

/** A record with the values of a key. */
function standIn(object: ObjectModel, groupBy: readonly GroupKey[], key: JsonObject): StoredRecord {
  const people: Record<string, string> = {};
  const values: Record<string, Json> = {};
  for (const { text, field } of groupBy) {
    const value = key[text] ?? null;
    const model = object.byName.get(field);
    if (value === null) continue;
    if (model) values[model.id] = model.type.storage.encode(value);
    else if (isSystemField(field) && systemFields[field].kind === "user") people[field] = String(value);
  }
  const nobody = { owner: "", createdBy: "", updatedBy: "" };
  const times = { createdAt: "", updatedAt: "" };
  return { object: object.apiName, id: "", version: 1, ...times, ...nobody, ...people, values };
}
