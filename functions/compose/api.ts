import { environment } from "#infra/environment.ts";
import { createApiKeyStore } from "../adapters/dynamodb/api-key-store.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createFileCatalog } from "../adapters/dynamodb/file-catalog.ts";
import { createIdempotencyStore } from "../adapters/dynamodb/idempotency-store.ts";
import { createDuplicateStore } from "../adapters/dynamodb/duplicate-store.ts";
import { createJobStore } from "../adapters/dynamodb/job-store.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createNotificationStore } from "../adapters/dynamodb/notification-store.ts";
import { createSendStore } from "../adapters/dynamodb/send-store.ts";
import { createTimelineSources } from "../adapters/dynamodb/timeline-sources.ts";
import { createUndoLog } from "../adapters/dynamodb/undo-log.ts";
import { createUserStore } from "../adapters/dynamodb/user-store.ts";
import { createCipher } from "../adapters/kms/cipher.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { createSigner } from "../adapters/system/signer.ts";
import { configuredClock, once, required } from "../compose.ts";
import { createCapacityMeter } from "../http/capacity-meter.ts";
import type { ApiContext } from "../http/context.ts";
import { createCallerSource } from "../operations/access/load-caller.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";

/** Shown by `/healthz`. */
const PRODUCT_VERSION = "0.1.0";

/** The table of both API functions, with the meter of what a request spends. */
export const apiTable = once(() => {
  const meter = createCapacityMeter();
  return { meter, table: openTable({ name: required(environment.tableName), capacity: meter }) };
});

/** The parts of the API function. */
export const composeApi = once((): ApiContext => {
  const clock = configuredClock(createSystemClock());
  const { table, meter } = apiTable();
  const metadataStore = createMetadataStore(table);
  const userStore = createUserStore(table);
  const apiKeyStore = createApiKeyStore(table);
  const models = createModelSource({ metadataStore, clock });
  const signer = createSigner(required(environment.signingSecret));
  const ids = createIds(clock);
  return {
    clock,
    ids,
    undoLog: createUndoLog(table, { clock, ids }),
    duplicateStore: createDuplicateStore(table),
    logger: createLogger(),
    signer,
    apiKeyStore,
    recordStore: createRecordStore(table, models),
    metadataStore,
    jobStore: createJobStore(table),
    userStore,
    sendStore: createSendStore(table),
    notificationStore: createNotificationStore(table),
    fileCatalog: createFileCatalog(table),
    cipher: createCipher({ keyId: required(environment.cipherKey), clock }),
    idempotencyStore: createIdempotencyStore(table),
    models,
    callers: createCallerSource({ userStore, apiKeyStore, models, clock, signer }),
    timelineSources: createTimelineSources(table),
    meter,
    productVersion: PRODUCT_VERSION,
  };
});
