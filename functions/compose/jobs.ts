import { environment } from "#infra/topology.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createImportStore } from "../adapters/dynamodb/import-store.ts";
import { createJobStore } from "../adapters/dynamodb/job-store.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createUniqueIndex } from "../adapters/dynamodb/unique-index.ts";
import { createUserStore } from "../adapters/dynamodb/user-store.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { createSigner } from "../adapters/system/signer.ts";
import { configuredClock, once, required } from "../compose.ts";
import { createCallerSource } from "../operations/access/load-caller.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";

/** The parts of the function that runs jobs. */
export const composeJobs = once(() => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const metadataStore = createMetadataStore(table);
  const models = createModelSource({ metadataStore, clock });
  const recordStore = createRecordStore(table, models);
  const userStore = createUserStore(table);
  return {
    clock,
    ids: createIds(clock),
    signer: createSigner(required(environment.signingSecret)),
    callers: createCallerSource({ userStore, models, clock }),
    importStore: createImportStore(table),
    uniqueIndex: createUniqueIndex(table),
    metadataStore,
    models,
    recordStore,
    jobStore: createJobStore(table),
    logger: createLogger(),
  };
});
