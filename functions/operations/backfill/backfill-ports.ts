import type { BackfillStore } from "../../ports/backfill-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DerivedStore } from "../../ports/derived-store.ts";
import type { Ids } from "../../ports/ids.ts";
import type { JobStore } from "../../ports/job-store.ts";
import type { Logger } from "../../ports/logger.ts";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import type { Pace } from "../../ports/pace.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { UniqueIndex } from "../../ports/unique-index.ts";
import type { ModelSource } from "../metadata/load-model.ts";

export interface BackfillPorts {
  readonly backfillStore: BackfillStore;
  readonly clock: Clock;
  readonly derivedStore: DerivedStore;
  readonly ids: Ids;
  readonly jobStore: JobStore;
  readonly logger: Logger;
  readonly metadataStore: MetadataStore;
  readonly models: ModelSource;
  readonly pace: Pace;
  readonly recordStore: RecordStore;
  readonly uniqueIndex: UniqueIndex;
  readonly jobLimits: JobLimits;
}

/** How much a delivery of a job does. */
export interface JobLimits {
  /** Records of one piece of work. */
  readonly chunk: number;
  /** Milliseconds after which a delivery hands on to the next; well below the function's time limit. */
  readonly invocationMs: number;
  /** Milliseconds after the publish in which somebody may still write by the metadata before. */
  readonly settleMs: number;
}
