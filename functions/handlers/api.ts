import { composeApi } from "../compose/api.ts";
import { createApp } from "../http/app.ts";
import { businessRoutes } from "../http/business-routes.ts";
import { collectRoutes } from "../http/collect-routes.ts";

const context = composeApi();

/** Answers what everybody's daily work calls. */
export const handler = createApp(context, collectRoutes(businessRoutes, context));
