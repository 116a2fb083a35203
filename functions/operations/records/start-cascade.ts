import type { Causation, ObjectModel } from "#engine";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "./command.ts";

/** Leaves a deletion or restoration with many followers to a job; its id. */
export async function startCascade(
  ports: WritePorts & { readonly jobStore: NonNullable<WritePorts["jobStore"]> },
  caller: Caller,
  work: {
    readonly kind: "cascade-delete" | "cascade-restore";
    readonly object: ObjectModel;
    readonly id: string;
    readonly causation: Causation;
    /** Root command of the deletion that is undone. */
    readonly deletion?: string;
  },
): Promise<string> {
  const { kind, object, id, causation, deletion } = work;
  const at = ports.clock.now().toISOString();
  const job = ports.ids.ulid();
  await ports.jobStore.create(caller.workspace, {
    id: job,
    kind,
    state: "queued",
    progress: 0,
    counts: { records: 0 },
    errors: [],
    input: { objectId: object.id, id, causation, ...(deletion === undefined ? {} : { deletion }) },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
  });
  return job;
}
