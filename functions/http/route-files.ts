import type { ApiContext } from "./context.ts";
import type { RouteTable } from "./route.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { addImportRoutes } from "./routes/imports.ts";
import { addMeRoutes } from "./routes/me.ts";
import { addMetadataRoutes } from "./routes/metadata.ts";
import { addOpenApiRoutes } from "./routes/openapi.ts";
import { addQueryRoutes } from "./routes/query.ts";
import { addRecordRoutes } from "./routes/records.ts";
import { addNotificationRoutes } from "./routes/notifications.ts";
import { addPublicLinkRoutes } from "./routes/public-links.ts";
import { addRunRoutes } from "./routes/runs.ts";
import { addSchemaRoutes } from "./routes/schema.ts";
import { addSearchRoutes } from "./routes/search.ts";

/** Every route file; a new one is added here and nowhere else. */
export const routeFiles: readonly ((table: RouteTable, context: ApiContext) => void)[] = [
  addHealthRoutes,
  addMeRoutes,
  addRecordRoutes,
  addQueryRoutes,
  addSearchRoutes,
  addSchemaRoutes,
  addMetadataRoutes,
  addImportRoutes,
  addRunRoutes,
  addNotificationRoutes,
  addPublicLinkRoutes,
  addOpenApiRoutes,
];
