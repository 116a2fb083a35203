import type { CallerSource } from "../operations/access/load-caller.ts";
import type { ModelSource } from "../operations/metadata/load-model.ts";
import type { Cipher } from "../ports/cipher.ts";
import type { ApiKeyStore } from "../ports/api-key-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { DisclosureLog } from "../ports/disclosure-log.ts";
import type { DuplicateStore } from "../ports/duplicate-store.ts";
import type { FileCatalog } from "../ports/file-catalog.ts";
import type { FileStore } from "../ports/file-store.ts";
import type { IdempotencyStore } from "../ports/idempotency-store.ts";
import type { Ids } from "../ports/ids.ts";
import type { ImportMappingStore } from "../ports/import-mapping-store.ts";
import type { ImportStore } from "../ports/import-store.ts";
import type { JobStore } from "../ports/job-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { MetadataStore } from "../ports/metadata-store.ts";
import type { RecordStore } from "../ports/record-store.ts";
import type { Scanner } from "../ports/scanner.ts";
import type { Signer } from "../ports/signer.ts";
import type { NotificationStore } from "../ports/notification-store.ts";
import type { RunStore } from "../ports/run-store.ts";
import type { SendStore } from "../ports/send-store.ts";
import type { UndoLog } from "../ports/undo-log.ts";
import type { UserStore } from "../ports/user-store.ts";
import type { ViewStore } from "../ports/view-store.ts";
import type { TimelineSource } from "../ports/timeline-source.ts";
import type { CapacityMeter } from "./capacity-meter.ts";

/** What the routes of both API functions need; put together by `functions/compose` only. */
export interface ApiContext {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly signer: Signer;
  readonly recordStore: RecordStore;
  readonly metadataStore: MetadataStore;
  readonly userStore: UserStore;
  readonly apiKeyStore: ApiKeyStore;
  readonly sendStore: SendStore;
  readonly notificationStore: NotificationStore;
  readonly idempotencyStore: IdempotencyStore;
  readonly fileCatalog: FileCatalog;
  readonly cipher: Cipher;
  readonly models: ModelSource;
  readonly callers: CallerSource;
  /** Entries of a record's timeline that are not its own history. */
  readonly timelineSources: readonly TimelineSource[];
  /** Takes what one transaction cannot hold. */
  readonly jobStore: JobStore;
  /** Is told what a deletion takes with it. */
  readonly undoLog: UndoLog;
  readonly duplicateStore: DuplicateStore;
  readonly meter: CapacityMeter;
  /** Version of the product, shown by `/healthz`. */
  readonly productVersion: string;
}

/** What the routes of the admin function need beside that. */
export interface AdminContext extends ApiContext {
  readonly importStore: ImportStore;
  readonly importMappingStore: ImportMappingStore;
  readonly runStore: RunStore;
  readonly viewStore: ViewStore;
  readonly fileStore: FileStore;
  readonly scanner: Scanner;
  readonly disclosureLog: DisclosureLog;
}
