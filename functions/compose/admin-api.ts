import { environment } from "#infra/environment.ts";
import { createDisclosureLog } from "../adapters/dynamodb/disclosure-log.ts";
import { createImportMappingStore } from "../adapters/dynamodb/import-mapping-store.ts";
import { createImportStore } from "../adapters/dynamodb/import-store.ts";
import { createJobStore } from "../adapters/dynamodb/job-store.ts";
import { createRunStore } from "../adapters/dynamodb/run-store.ts";
import { createViewStore } from "../adapters/dynamodb/view-store.ts";
import { createFileStore } from "../adapters/s3/file-store.ts";
import { createSignatureScanner } from "../adapters/system/signature-scanner.ts";
import { once, required } from "../compose.ts";
import type { AdminContext } from "../http/context.ts";
import { apiTable, composeApi } from "./api.ts";

/**
 * The parts of the admin function. It shares those of the API, so that on a laptop, where both live in one process, a
 * publish is seen at once by every request.
 */
export const composeAdminApi = once((): AdminContext => {
  const shared = composeApi();
  const { table } = apiTable();
  return {
    ...shared,
    jobStore: createJobStore(table),
    importStore: createImportStore(table),
    importMappingStore: createImportMappingStore(table),
    runStore: createRunStore(table, shared.models),
    viewStore: createViewStore(table),
    fileStore: createFileStore({
      bucket: required(environment.filesBucket),
      downloadOrigin: process.env[environment.filesOrigin] ?? null,
      clock: shared.clock,
    }),
    scanner: createSignatureScanner(),
    disclosureLog: createDisclosureLog(table),
  };
});
