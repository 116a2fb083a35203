import { objectAccess } from "#engine";
import { shownRecord, type FoundRecord } from "./found-record.ts";
import type { Search } from "./search-window.ts";

/** Ids as the server gives them (ULID). */
const WHOLE_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The record whose id was typed, wherever it is; null: none that the caller may see. */
export async function findById(
  { recordStore, caller, objects }: Search,
  typed: string,
): Promise<FoundRecord | null> {
  const id = typed.trim().toUpperCase();
  if (!WHOLE_ID.test(id)) return null;
  const refs = [...objects.values()].map((object) => ({ object, id }));
  const records = await recordStore.getMany(caller.workspace, refs);
  const record = records.find((one) => objectAccess(caller.access, one.object).seesRecord(one));
  const object = record && caller.model.objects.get(record.object);
  if (!record || !object) return null;
  return { ...shownRecord(caller, { object, record }), matched: ["id"] };
}
