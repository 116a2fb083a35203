import { deriveScan } from "../backfill/rederive.ts";
import { convert, indexBuild, indexDrop, purge } from "../backfill/rewrite-scans.ts";
import { scanKind } from "../backfill/scan.ts";
import { uniqueBuild, uniqueDrop } from "../backfill/unique-scans.ts";
import { purgeBinKind } from "../bin/purge-records.ts";
import { bulkKind } from "../bulk/bulk-job.ts";
import { relationsScan } from "../derive/rebuild.ts";
import { refreshReadersKind } from "../derive/refresh-readers-job.ts";
import { exportKind } from "../exports/export-job.ts";
import { importKind } from "../imports/import-job.ts";
import { cascadeKind } from "../records/cascade-job.ts";
import { undoKind } from "../undo/undo-job.ts";
import { verifyKind } from "../verify/verify-job.ts";
import { findDuplicatesKind } from "../cleansing/find-job.ts";
import { mergeKind } from "../cleansing/merge-job.ts";
import { normalizeKind } from "../cleansing/normalize-job.ts";
import type { JobKind } from "./job-kind.ts";

/** What each kind of job does; inputs are described in `operations/metadata/README.md`. */
export const kinds: Readonly<Record<string, JobKind>> = {
  "index-build": scanKind(indexBuild),
  "index-drop": scanKind(indexDrop),
  "unique-build": scanKind(uniqueBuild),
  "unique-drop": scanKind(uniqueDrop),
  "search-build": scanKind(deriveScan),
  "search-drop": scanKind(deriveScan),
  "cells-build": scanKind(deriveScan),
  convert: scanKind(convert),
  purge: scanKind(purge),
  "relations-build": scanKind(relationsScan),
  "refresh-readers": refreshReadersKind,
  "cascade-delete": cascadeKind,
  "bulk-edit": bulkKind,
  "bulk-delete": bulkKind,
  "bulk-owner": bulkKind,
  "bulk-replace": bulkKind,
  "bulk-workflow": bulkKind,
  merge: mergeKind,
  normalize: normalizeKind,
  "find-duplicates": findDuplicatesKind,
  verify: verifyKind,
  undo: undoKind,
  "bin-purge": purgeBinKind,
  import: importKind(),
  export: exportKind,
};
