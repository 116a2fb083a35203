import type { Actor, Causation } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { JobStore } from "../../ports/job-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { UndoLog } from "../../ports/undo-log.ts";
import type { Caller } from "../access/caller.ts";
import type { PreparePorts } from "./prepare-write.ts";

/** Ports of the operations that write records. */
export interface WritePorts extends PreparePorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Takes work that one transaction cannot hold; absent: such work is refused. */
  readonly jobStore?: Pick<JobStore, "create">;
  /** Is told what a deletion takes with it; absent: that cannot be brought back together. */
  readonly undoLog?: UndoLog;
}

/** Where a person's write comes from: the first of its chain. */
export function personalCausation(caller: Caller, command: string): Causation {
  const actor: Actor = { kind: "user", id: caller.user.id };
  return { command, correlation: command, depth: 0, path: [], actor };
}
