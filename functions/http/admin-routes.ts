import type { AddRoutes } from "./collect-routes.ts";
import type { AdminContext } from "./context.ts";
import { addDuplicateReviewRoutes } from "./routes/duplicate-review.ts";
import { addExportRoutes } from "./routes/exports.ts";
import { addBinRoutes } from "./routes/bin.ts";
import { addBulkJobRoutes } from "./routes/bulk-jobs.ts";
import { addFileRoutes } from "./routes/files.ts";
import { addImportMappingRoutes } from "./routes/import-mappings.ts";
import { addImportRoutes } from "./routes/imports.ts";
import { addJobRoutes } from "./routes/jobs.ts";
import { addApiKeyRoutes } from "./routes/api-keys.ts";
import { addLimitRoutes } from "./routes/limits.ts";
import { addMetadataBundleRoutes } from "./routes/metadata-bundle.ts";
import { addMetadataRoutes } from "./routes/metadata.ts";
import { addOpenApiRoutes } from "./routes/openapi.ts";
import { addRevealRoutes } from "./routes/reveal.ts";
import { addRunRoutes } from "./routes/runs.ts";
import { addStatisticsRoutes } from "./routes/statistics.ts";
import { addViewRoutes } from "./routes/views.ts";

/** Route files of the function `admin-api`: set-up, imports, automation and the description of the interface. */
export const adminRoutes: readonly AddRoutes<AdminContext>[] = [
  addMetadataRoutes,
  addMetadataBundleRoutes,
  addImportRoutes,
  addImportMappingRoutes,
  addExportRoutes,
  addJobRoutes,
  addBulkJobRoutes,
  addBinRoutes,
  addRunRoutes,
  addDuplicateReviewRoutes,
  addFileRoutes,
  addRevealRoutes,
  addApiKeyRoutes,
  addLimitRoutes,
  addViewRoutes,
  addStatisticsRoutes,
  addOpenApiRoutes,
];
