import { defaultIsContentTypeBinary, handle } from "hono/aws-lambda";
import { composeApi } from "../compose/api.ts";
import { createApp } from "../http/app.ts";
import { withoutIdleBody, type ApiHandler } from "../http/lambda-event.ts";

/** CSV travels as bytes: as text it would lose the byte order mark by which spreadsheets know UTF-8. */
const isContentTypeBinary = (type: string) => type.startsWith("text/csv") || defaultIsContentTypeBinary(type);
const invoke = handle(createApp(composeApi()), { isContentTypeBinary }) as ApiHandler;

/** Answers API Gateway's HTTP API events (payload 2.0). */
export const handler: ApiHandler = (event, context) => invoke(withoutIdleBody(event), context);
