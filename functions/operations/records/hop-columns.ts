import {
  objectAccess,
  presentRecord,
  type FieldModel,
  type JsonObject,
  type ObjectModel,
  type StoredRecord,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { refKey, refsOf } from "./reference-names.ts";

/** A column through a relation: `account.industry`. */
export interface HopColumn {
  readonly relation: FieldModel;
  readonly target: ObjectModel;
  readonly field: string;
}

/** Values of the columns through relations, one object per record, and the related records read for them. */
export async function readHopColumns(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  given: { readonly records: readonly StoredRecord[]; readonly hops: readonly HopColumn[] },
): Promise<{ readonly values: readonly JsonObject[]; readonly loaded: readonly StoredRecord[] }> {
  const { records, hops } = given;
  if (hops.length === 0) return { values: [], loaded: [] };
  const wanted = new Map(
    records.flatMap((record) =>
      hops.flatMap(({ relation, target }) =>
        refsOf([relation], record).map((ref) => [refKey(ref), { object: target, id: ref.id }] as const),
      ),
    ),
  );
  const found =
    wanted.size > 0 ? await ports.recordStore.getMany(caller.workspace, [...wanted.values()]) : [];
  const loaded = found.filter((one) => objectAccess(caller.access, one.object).seesRecord(one));
  const byKey = new Map(loaded.map((one) => [refKey(one), one]));
  const values = records.map((record) => {
    const entries = hops.flatMap(({ relation, target, field }) => {
      const related = refsOf([relation], record)
        .map((ref) => byKey.get(refKey(ref)))
        .find((one) => one !== undefined);
      if (!related) return [];
      const presented = presentRecord(target, related, objectAccess(caller.access, target.apiName));
      const value = presented.values[field];
      return value === undefined ? [] : [[`${relation.apiName}.${field}`, value] as const];
    });
    return Object.fromEntries(entries);
  });
  return { values, loaded };
}
