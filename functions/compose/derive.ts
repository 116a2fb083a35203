import { environment } from "#infra/environment.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createDerivedStore } from "../adapters/dynamodb/derived-store.ts";
import { createFileCatalog } from "../adapters/dynamodb/file-catalog.ts";
import { recordChange } from "../adapters/dynamodb/record-change.ts";
import { createJobStore } from "../adapters/dynamodb/job-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { configuredClock, once, required } from "../compose.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";

/** The parts of the derive function. */
export const composeDerive = once(() => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const models = createModelSource({ metadataStore: createMetadataStore(table), clock });
  return {
    derivedStore: createDerivedStore(table),
    fileCatalog: createFileCatalog(table),
    models,
    follow: {
      recordStore: createRecordStore(table, models),
      jobStore: createJobStore(table),
      ids: createIds(clock),
      clock,
    },
    logger: createLogger(),
    /** Reads an entry of the table's stream. */
    readChange: recordChange,
  };
});
