import type { FileCatalog } from "../../ports/file-catalog.ts";
import type { FileStore } from "../../ports/file-store.ts";
import type { CallerSource } from "../access/load-caller.ts";
import type { ImportFilePorts } from "../imports/import-files.ts";
import type { QueryPorts } from "../records/query-records.ts";

/** What an export reads and writes through. */
export interface ExportPorts extends QueryPorts, ImportFilePorts {
  readonly callers: CallerSource;
  readonly fileCatalog: FileCatalog;
  readonly fileStore: FileStore;
}
