import {
  relatedPathsOf,
  targetOf,
  treeFields,
  MOST_LEVELS,
  type JsonObject,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import { loadReached } from "./load-reached.ts";

/** What a decision knows of records further away than those its values name. */
export interface LoadedRelations {
  readonly reached?: JsonObject;
  readonly ancestors?: readonly StoredRecord[];
}

/** Reads what formulas read through relations, and the records above one that moves in a hierarchy; mostly nothing. */
export async function loadRelations(
  recordStore: RecordStore,
  workspace: string,
  given: {
    readonly model: WorkspaceModel;
    readonly object: ObjectModel;
    /** By API name, as sent. */
    readonly values: JsonObject;
    readonly current: StoredRecord | null;
    readonly loaded: readonly StoredRecord[];
  },
): Promise<LoadedRelations> {
  const { model, object, current, loaded } = given;
  const [reached, ancestors] = await Promise.all([
    relatedPathsOf(object).length > 0
      ? loadReached(recordStore, workspace, { model, object, values: valuesAfter(given), loaded })
      : null,
    loadAncestors(recordStore, workspace, given),
  ]);
  return {
    ...(reached ? { reached } : {}),
    ...(ancestors.length > 0 || current ? { ancestors } : {}),
  };
}

/** The relations as they will be, by key; other values do not lead anywhere. */
function valuesAfter(given: {
  readonly object: ObjectModel;
  readonly values: JsonObject;
  readonly current: StoredRecord | null;
}): JsonObject {
  const sent = Object.entries(given.values).flatMap(([name, value]) => {
    const field = given.object.byName.get(name);
    return field && targetOf(field) !== null ? [[field.id, value] as const] : [];
  });
  return { ...given.current?.values, ...Object.fromEntries(sent) };
}

/** All records above the new parent, one read per level; as far up as a hierarchy may reach. */
async function loadAncestors(
  recordStore: RecordStore,
  workspace: string,
  { object, values }: { readonly object: ObjectModel; readonly values: JsonObject },
): Promise<readonly StoredRecord[]> {
  const found = new Map<string, StoredRecord>();
  for (const field of treeFields(object)) {
    let parent = values[field.apiName];
    for (let level = 0; level <= MOST_LEVELS && typeof parent === "string"; level += 1) {
      const record: StoredRecord | null =
        found.get(parent) ?? (await recordStore.get(workspace, object, parent));
      if (!record) break;
      found.set(record.id, record);
      parent = record.values[field.id];
    }
  }
  return [...found.values()];
}
