import { filesOf } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { FileCatalog, FileEntry } from "../../ports/file-catalog.ts";
import type { FileStore } from "../../ports/file-store.ts";
import type { Logger } from "../../ports/logger.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { ModelSource } from "../metadata/load-model.ts";

export interface SweepPorts {
  readonly fileCatalog: FileCatalog;
  readonly fileStore: Pick<FileStore, "remove">;
  readonly recordStore: Pick<RecordStore, "get" | "deleted">;
  readonly models: ModelSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Files looked at in one turn. */
const PER_TURN = 100;
/** Time after which a file in the bin, or one that a record let go, is looked at again; milliseconds. */
export const LOOK_AGAIN_MS = 31 * 24 * 60 * 60 * 1000;

/**
 * Looks at the files that are due: those no record took up, that their record let go, or whose record is gone are
 * removed; the others stay. Content goes first, so that no content is left without an entry.
 */
export async function sweepFiles(ports: SweepPorts): Promise<void> {
  const now = ports.clock.now();
  const due = await ports.fileCatalog.due(now.toISOString(), PER_TURN);
  let removed = 0;
  for (const { workspace, id } of due) {
    const entry = await ports.fileCatalog.get(workspace, id);
    if (!entry) continue;
    const holder = await holderOf(ports, workspace, entry);
    if (holder === "live") await ports.fileCatalog.schedule(workspace, id, null);
    else if (holder === "bin")
      await ports.fileCatalog.schedule(workspace, id, new Date(now.getTime() + LOOK_AGAIN_MS).toISOString());
    else {
      await ports.fileStore.remove(entry.key);
      await ports.fileCatalog.remove(workspace, id);
      removed += 1;
    }
  }
  if (removed > 0) ports.logger.info("files removed", { removed });
}

/** Who still needs the file. */
async function holderOf(
  { models, recordStore }: SweepPorts,
  workspace: string,
  entry: FileEntry,
): Promise<"live" | "bin" | null> {
  if (entry.record === null) return null;
  const object = (await models.current(workspace))?.objectsById.get(entry.object);
  const field = object?.byId.get(entry.field);
  if (!object || !field) return null;
  const record = await recordStore.get(workspace, object, entry.record);
  if (record) return filesOf(field, record.values).includes(entry.id) ? "live" : null;
  const deleted = await recordStore.deleted(workspace, object, entry.record);
  return deleted && filesOf(field, deleted.values).includes(entry.id) ? "bin" : null;
}
