import { handle } from "hono/aws-lambda";
import { composeApi } from "../compose/api.ts";
import { createApp } from "../http/app.ts";
import { withoutIdleBody, type ApiHandler } from "../http/lambda-event.ts";

const invoke = handle(createApp(composeApi())) as ApiHandler;

/** Answers API Gateway's HTTP API events (payload 2.0). */
export const handler: ApiHandler = (event, context) => invoke(withoutIdleBody(event), context);
