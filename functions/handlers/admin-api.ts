import { composeAdminApi } from "../compose/admin-api.ts";
import { adminRoutes } from "../http/admin-routes.ts";
import { createApp } from "../http/app.ts";
import { collectRoutes } from "../http/collect-routes.ts";

const context = composeAdminApi();

/** Answers set-up, imports, automation, and describes the interface. */
export const handler = createApp(context, collectRoutes(adminRoutes, context));
