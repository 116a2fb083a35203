import type { FileStore } from "../../ports/file-store.ts";
import type { ImportStore } from "../../ports/import-store.ts";
import type { UndoLog } from "../../ports/undo-log.ts";
import type { CallerSource } from "../access/load-caller.ts";
import type { ImportWriterPorts } from "./create-import-writer.ts";

/** What an import reads and writes through. */
export interface ImportJobPorts extends ImportWriterPorts {
  readonly callers: CallerSource;
  readonly importStore: ImportStore;
  readonly fileStore: Pick<FileStore, "read">;
  readonly undoLog: UndoLog;
}
