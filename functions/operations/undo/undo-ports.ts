import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "../records/command.ts";
import type { UndoLog } from "../../ports/undo-log.ts";

export interface UndoPorts extends WritePorts {
  readonly undoLog: UndoLog;
}

/** An undo at work: for whom, and by which job, whose name its writes carry. */
export interface Undoing {
  readonly caller: Caller;
  readonly jobId: string;
  /** Also where a record changed since: fields that are empty now get back what they had. */
  readonly fillsGaps: boolean;
}
