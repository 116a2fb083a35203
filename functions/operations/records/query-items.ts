import {
  objectAccess,
  presentRecord,
  type JsonObject,
  type ObjectModel,
  type PresentedRecord,
  type StoredRecord,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { resolvePath } from "./field-paths.ts";
import { readHopColumns } from "./hop-columns.ts";
import { referenceFields, referenceNames, type ReferenceNames } from "./reference-names.ts";

/** An item with only the columns asked for. */
export type PartialRecord = Pick<PresentedRecord, "id" | "object" | "owner" | "createdAt" | "values">;

export interface QueryItems {
  readonly items: readonly (PresentedRecord | PartialRecord)[];
  readonly references: ReferenceNames;
}

/** Records as the caller may see them, with the columns asked for and the names of what they point at. */
export async function queryItems(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  given: {
    readonly object: ObjectModel;
    readonly records: readonly StoredRecord[];
    readonly fields: readonly string[] | null;
  },
): Promise<QueryItems> {
  const { object, records, fields } = given;
  const granted = objectAccess(caller.access, object.apiName);
  const whole = records.map((record) => presentRecord(object, record, granted));
  const columns = fields?.map((path) => path.split(".")[0] ?? path) ?? null;
  const mentioning = referenceFields(object, caller.access, columns);
  const hops = (fields ?? []).flatMap((path) => resolvePath(caller, object, path)?.hop ?? []);
  if (!fields) {
    return { items: whole, references: await referenceNames(ports, caller, { records, fields: mentioning }) };
  }
  const joined = await readHopColumns(ports, caller, { records, hops });
  const names = { records, fields: mentioning, loaded: joined.loaded };
  const references = await referenceNames(ports, caller, names);
  const items = whole.map((record, at): PartialRecord => {
    const { id, object: name, owner, createdAt } = record;
    const values = { ...narrowed(record, fields), ...joined.values[at] };
    return { id, object: name, owner, createdAt, values };
  });
  return { items, references };
}

/** Only the named values; a system property that was named stands among them. */
function narrowed(record: PresentedRecord, fields: readonly string[]): JsonObject {
  const all: Readonly<Record<string, unknown>> = { ...record };
  return Object.fromEntries(
    fields
      .filter((name) => !name.includes("."))
      .flatMap((name) => {
        const value = Object.hasOwn(record.values, name) ? record.values[name] : all[name];
        return value === undefined ? [] : [[name, value]];
      }),
  ) as JsonObject;
}
