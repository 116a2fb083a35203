import { environment } from "#infra/topology.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createJobStore } from "../adapters/dynamodb/job-store.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { configuredClock, once, required } from "../compose.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";

/** The parts of the function that runs jobs. */
export const composeJobs = once(() => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const metadataStore = createMetadataStore(table);
  const models = createModelSource({ metadataStore, clock });
  const recordStore = createRecordStore(table, models);
  return {
    clock,
    metadataStore,
    models,
    recordStore,
    jobStore: createJobStore(table),
    logger: createLogger(),
  };
});
