import { environment } from "#infra/environment.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createFileCatalog } from "../adapters/dynamodb/file-catalog.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createFileStore } from "../adapters/s3/file-store.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { configuredClock, once, required } from "../compose.ts";
import type { SweepPorts } from "../operations/files/sweep-files.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";

/** The parts of the function that removes files nobody needs. */
export const composeSweepFiles = once((): SweepPorts => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const models = createModelSource({ metadataStore: createMetadataStore(table), clock });
  return {
    clock,
    models,
    logger: createLogger(),
    recordStore: createRecordStore(table, models),
    fileCatalog: createFileCatalog(table),
    fileStore: createFileStore({ bucket: required(environment.filesBucket), downloadOrigin: null, clock }),
  };
});
