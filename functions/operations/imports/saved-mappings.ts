import { failure, invalid, success, under, type FileMapping, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { ImportMappingStore, SavedMapping } from "../../ports/import-mapping-store.ts";
import type { Caller } from "../access/caller.ts";
import { isRecordId } from "../records/get-record.ts";
import { notFound } from "../records/problems.ts";
import { mappingProblems } from "./start-import.ts";

export interface MappingPorts {
  readonly importMappingStore: ImportMappingStore;
  readonly clock: Clock;
}

/** A saved mapping as a caller sees it. */
export interface ListedMapping extends Pick<SavedMapping, "id" | "name" | "shared" | "body" | "updatedAt"> {
  /** Whether the caller may change it. */
  readonly own: boolean;
}

/** Mappings one workspace may keep. */
const MOST_MAPPINGS = 500;

/** One's own mappings and the shared ones, as far as the caller could import by them; by name. */
export async function listMappings(
  { importMappingStore }: MappingPorts,
  caller: Caller,
): Promise<readonly ListedMapping[]> {
  const all = await importMappingStore.list(caller.workspace);
  return all
    .filter((one) => one.shared || one.createdBy === caller.user.id)
    .filter((one) => mappingProblems(caller, one.body).length === 0)
    .map((one) => listed(caller, one))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Keeps a mapping under an id of the caller's choice; one of somebody else is not found. */
export async function saveMapping(
  ports: MappingPorts,
  caller: Caller,
  given: {
    readonly id: string;
    readonly name: string;
    readonly shared: boolean;
    readonly body: Omit<FileMapping, "name">;
  },
): Promise<Result<ListedMapping>> {
  if (!isRecordId(given.id)) return failure(notFound);
  const wrong = mappingProblems(caller, given.body);
  if (wrong.length > 0) return failure(...wrong.map((one) => under("/body", one)));
  const { importMappingStore, clock } = ports;
  const all = await importMappingStore.list(caller.workspace);
  if (all.length >= MOST_MAPPINGS && !all.some((one) => one.id === given.id)) return failure(tooMany);
  const mapping: SavedMapping = {
    ...given,
    createdBy: caller.user.id,
    updatedAt: clock.now().toISOString(),
  };
  const written = await importMappingStore.put(caller.workspace, mapping);
  return written ? success(listed(caller, mapping)) : failure(notFound);
}

/** Removes one's own mapping; an admin removes anybody's. */
export async function removeMapping(
  { importMappingStore }: MappingPorts,
  caller: Caller,
  id: string,
): Promise<Result<null>> {
  const mapping = isRecordId(id) ? await importMappingStore.get(caller.workspace, id) : null;
  const isAdmin = caller.access.capabilities.has("metadata.manage");
  const may = mapping?.createdBy === caller.user.id || (isAdmin && mapping?.shared === true);
  if (!mapping || !may) return failure(notFound);
  await importMappingStore.remove(caller.workspace, id);
  return success(null);
}

function listed(
  caller: Caller,
  { id, name, shared, body, updatedAt, createdBy }: SavedMapping,
): ListedMapping {
  return { id, name, shared, body, updatedAt, own: createdBy === caller.user.id };
}

const tooMany = invalid("", "limit", {
  "zh-CN": `最多保存 ${MOST_MAPPINGS} 个对应关系。`,
  en: `At most ${MOST_MAPPINGS} mappings can be kept.`,
});
