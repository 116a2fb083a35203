import { addedFiles, type ObjectModel, type StoredRecord } from "#engine";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import { LOOK_AGAIN_MS } from "./sweep-files.ts";

/** Has the files looked at that a change took out of a record; they stay as long as the bin and undo may want them. */
export async function releaseFiles(
  fileCatalog: Pick<FileCatalog, "schedule">,
  workspace: string,
  change: {
    readonly object: ObjectModel;
    readonly before: StoredRecord | null;
    readonly after: StoredRecord | null;
    /** RFC 3339 UTC. */
    readonly at: string;
  },
): Promise<void> {
  const { object, before, after, at } = change;
  if (!before) return;
  const due = new Date(Date.parse(at) + LOOK_AGAIN_MS).toISOString();
  for (const field of object.fields.filter((one) => one.type.files)) {
    const dropped = addedFiles(field, { before: after?.values, after: before.values });
    for (const id of dropped) await fileCatalog.schedule(workspace, id, due);
  }
}
