import { environment } from "#infra/environment.ts";
import { createApiKeyStore } from "../adapters/dynamodb/api-key-store.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createBackfillStore } from "../adapters/dynamodb/backfill-store.ts";
import { createDerivedStore } from "../adapters/dynamodb/derived-store.ts";
import { createImportStore } from "../adapters/dynamodb/import-store.ts";
import { createJobRecords } from "../adapters/dynamodb/job-records.ts";
import { createDuplicateStore } from "../adapters/dynamodb/duplicate-store.ts";
import { createJobStore } from "../adapters/dynamodb/job-store.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createRunStore } from "../adapters/dynamodb/run-store.ts";
import { createUndoLog } from "../adapters/dynamodb/undo-log.ts";
import { createUniqueIndex } from "../adapters/dynamodb/unique-index.ts";
import { createUserStore } from "../adapters/dynamodb/user-store.ts";
import { createFileCatalog } from "../adapters/dynamodb/file-catalog.ts";
import { createFileStore } from "../adapters/s3/file-store.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { createPace } from "../adapters/system/pace.ts";
import { createSigner } from "../adapters/system/signer.ts";
import { configuredClock, once, required } from "../compose.ts";
import { createCallerSource } from "../operations/access/load-caller.ts";
import { MODEL_MAX_AGE_MS, createModelSource } from "../operations/metadata/load-model.ts";

/** The parts of the function that runs jobs. */
export const composeJobs = once(() => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const metadataStore = createMetadataStore(table);
  const signer = createSigner(required(environment.signingSecret));
  const models = createModelSource({ metadataStore, clock });
  const recordStore = createRecordStore(table, models);
  const userStore = createUserStore(table);
  const ids = createIds(clock);
  return {
    clock,
    ids,
    jobRecords: createJobRecords(table, clock),
    runStore: createRunStore(table, models),
    userStore,
    undoLog: createUndoLog(table, { clock, ids }),
    duplicateStore: createDuplicateStore(table),
    signer,
    callers: createCallerSource({ userStore, apiKeyStore: createApiKeyStore(table), models, clock, signer }),
    importStore: createImportStore(table),
    fileCatalog: createFileCatalog(table),
    fileStore: createFileStore({ bucket: required(environment.filesBucket), downloadOrigin: null, clock }),
    uniqueIndex: createUniqueIndex(table),
    metadataStore,
    models,
    recordStore,
    jobStore: createJobStore(table),
    backfillStore: createBackfillStore(table),
    derivedStore: createDerivedStore(table),
    pace: createPace(),
    /** A delivery hands on after four of the ten minutes it may take. */
    jobLimits: { chunk: 200, invocationMs: 240_000, settleMs: 2 * MODEL_MAX_AGE_MS },
    logger: createLogger(),
  };
});
