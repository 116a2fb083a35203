import type { Causation, ObjectModel } from "#engine";
import type { Caller } from "../access/caller.ts";
import { undoable } from "../undo/start-undo.ts";
import type { WritePorts } from "./command.ts";

/** Leaves a deletion with many followers to a job; its id. */
export async function startCascade(
  ports: WritePorts & { readonly jobStore: NonNullable<WritePorts["jobStore"]> },
  caller: Caller,
  work: {
    readonly object: ObjectModel;
    readonly id: string;
    readonly causation: Causation;
    /** Operations beside the deletion itself that it is part of. */
    readonly operations: readonly string[];
  },
): Promise<string> {
  const { object, id, causation, operations } = work;
  const at = ports.clock.now().toISOString();
  const job = ports.ids.ulid();
  await ports.jobStore.create(caller.workspace, {
    id: job,
    kind: "cascade-delete",
    state: "queued",
    progress: 0,
    counts: { records: 0 },
    errors: [],
    input: { objectId: object.id, id, causation, operations },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
    undo: undoable(ports.clock, causation.correlation),
  });
  return job;
}
