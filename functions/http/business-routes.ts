import type { AddRoutes } from "./collect-routes.ts";
import type { ApiContext } from "./context.ts";
import { addAggregateRoutes } from "./routes/aggregate.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { addMergeRoutes } from "./routes/merges.ts";
import { addMeRoutes } from "./routes/me.ts";
import { addNotificationRoutes } from "./routes/notifications.ts";
import { addPublicLinkRoutes } from "./routes/public-links.ts";
import { addPublishedMetadataRoutes } from "./routes/published-metadata.ts";
import { addQueryRoutes } from "./routes/query.ts";
import { addRecordRoutes } from "./routes/records.ts";
import { addSchemaRoutes } from "./routes/schema.ts";
import { addDuplicateRoutes } from "./routes/duplicates.ts";
import { addSearchRoutes } from "./routes/search.ts";
import { addTransitionRoutes } from "./routes/transitions.ts";

/**
 * Route files of the function `api`: what everybody's daily work calls. Which function answers is a property of the
 * list; the topology says the same as path patterns, and a test holds the two together.
 */
export const businessRoutes: readonly AddRoutes<ApiContext>[] = [
  addHealthRoutes,
  addMeRoutes,
  addRecordRoutes,
  addTransitionRoutes,
  addQueryRoutes,
  addAggregateRoutes,
  addDuplicateRoutes,
  addMergeRoutes,
  addSearchRoutes,
  addSchemaRoutes,
  addPublishedMetadataRoutes,
  addNotificationRoutes,
  addPublicLinkRoutes,
];
