import { pageReader, targetOf, type FieldModel, type Json, type ObjectModel, type RecordRef } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { UniqueIndex } from "../../ports/unique-index.ts";
import type { Caller } from "../access/caller.ts";
import { planFor } from "../records/plan-for.ts";

export interface FindPorts {
  readonly recordStore: RecordStore;
  readonly uniqueIndex: UniqueIndex;
  readonly clock: Clock;
}

export interface WantedRecord {
  readonly object: ObjectModel;
  readonly id: string | null;
  readonly values: Readonly<Record<string, Json>>;
  readonly parent: RecordRef | null;
  /** Absent: by the id when there is one, then by every unique field. */
  readonly match: readonly string[] | undefined;
}

/** Id of the record a row is about: by its own id or a unique value, or for a child by its name below the same parent. */
export async function findRecord(
  ports: FindPorts,
  caller: Caller,
  wanted: WantedRecord,
): Promise<string | null> {
  const { object, id, values } = wanted;
  const names = wanted.match ?? ["id", ...uniqueFields(object).map((one) => one.apiName)];
  for (const name of names) {
    if (name === "id" && !object.byName.has("id")) {
      if (id !== null) return id;
      continue;
    }
    const value = values[name];
    if (value === undefined || value === null) continue;
    const holder = await holderOf(ports, caller, { object, field: name, value });
    if (holder !== null) return holder;
  }
  return wanted.parent ? childNamed(ports, caller, { ...wanted, parent: wanted.parent }) : null;
}

/** The record whose unique field holds a value. */
export async function holderOf(
  { uniqueIndex }: Pick<FindPorts, "uniqueIndex">,
  caller: Caller,
  wanted: { readonly object: ObjectModel; readonly field: string; readonly value: Json },
): Promise<string | null> {
  const key = uniqueKeyOf(wanted.object, wanted.field, wanted.value);
  if (!key) return null;
  return uniqueIndex.holder(caller.workspace, wanted.object, key);
}

/** What a value of a unique field is told apart by; null when the field's type cannot tell. */
export function uniqueKeyOf(object: ObjectModel, field: string, value: Json) {
  const model = object.byName.get(field);
  const key = model?.type.uniqueKey?.(value, model.settings);
  return model && key !== undefined ? { object: object.apiName, fieldId: model.id, key } : null;
}

export function uniqueFields(object: ObjectModel): readonly FieldModel[] {
  return object.fields.filter((one) => one.definition.unique === true);
}

async function childNamed(
  ports: FindPorts,
  caller: Caller,
  { object, values, parent }: WantedRecord & { readonly parent: RecordRef },
): Promise<string | null> {
  const link = object.fields.find((one) => targetOf(one) === parent.object);
  const name = values[object.nameField.apiName];
  if (!link || name === undefined || name === null) return null;
  const filter = {
    and: [
      { field: link.apiName, op: "eq" as const, value: parent.id },
      { field: object.nameField.apiName, op: "eq" as const, value: name },
    ],
  };
  const now = ports.clock.now().toISOString();
  const plan = planFor(caller, { object, filter, sort: [], limit: 1, columns: ["id"], now });
  if (!plan.ok) return null;
  const reader = pageReader(object, []);
  const read = { object, plan: plan.value, limit: 1, position: null, reader };
  return (await ports.recordStore.query(caller.workspace, read)).items[0]?.id ?? null;
}
