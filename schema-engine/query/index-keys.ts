import type { ObjectModel, StoredRecord } from "../contract/model.ts";
import { sortableText } from "../shared/sortable-text.ts";

/** Keys of a record in the slots of its object's indexes (storage.md §3): generation, equality parts, sort part, id tail. */
export function slotKeys({
  object,
  record,
}: {
  readonly object: ObjectModel;
  readonly record: StoredRecord;
}): Readonly<Record<string, string | null>> {
  const keys: Record<string, string | null> = {};
  for (const { slot, generation, equal, sort } of object.indexes) {
    const parts = sort === null ? equal : [...equal, sort];
    const encoded = parts.map((id) => `${part(object, record, id)} `).join("");
    keys[slot] = generation + encoded + record.id.slice(-8);
  }
  return keys;
}

const instants = new Set(["_c", "_m"]);

function part(object: ObjectModel, record: StoredRecord, id: string): string {
  const system = { _i: record.id, _o: record.owner, _c: record.createdAt, _m: record.updatedAt }[id];
  if (system !== undefined)
    return `1${instants.has(id) ? system.replace(/[-:.Z]/g, "") : sortableText(system)}`;
  const field = object.byId.get(id);
  const stored = record.values[id];
  if (!field?.type.index || stored === undefined || stored === null) return "0";
  return `1${field.type.index.encode(field.type.storage.decode(stored), field.settings)}`;
}
