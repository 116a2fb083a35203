import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSEvent } from "aws-lambda";
import type { Handlers } from "#infra/local/runtime.ts";

/** Small functions with the shape of the real ones: a record becomes an event, the event a mail, a timer a record. */
export function smallFunctions(now: () => number) {
  const log: string[] = [];
  const timers: { due: number; name: string }[] = [];
  const put = async (sk: string, ty = "rec") => {
    const Item = {
      pk: { S: "w" },
      sk: { S: sk },
      ty: { S: ty },
      due: { S: new Date(Number(sk) || 0).toISOString() },
    };
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName: process.env["TABLE_NAME"], Item }));
  };
  const none = () => Promise.resolve();
  const handlers = {
    api: async (event: APIGatewayProxyEventV2) => {
      log.push(`${event.requestContext.http.method} ${event.rawPath}`);
      if (event.routeKey.startsWith("ANY") && event.requestContext.http.method === "POST")
        await put(event.body ?? "");
      return { statusCode: 200, body: "{}" };
    },
    "stream-relay": async (event: DynamoDBStreamEvent) => {
      const Entries = event.Records.map((record) => ({
        EventBusName: process.env["EVENT_BUS_NAME"],
        Source: "tessera",
        DetailType: "crm.mail.requested",
        Detail: JSON.stringify({ sk: record.dynamodb?.Keys?.["sk"]?.S }),
      }));
      for (let at = 0; at < Entries.length; at += 10) {
        await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: Entries.slice(at, at + 10) }));
      }
    },
    "send-mail": async (event: SQSEvent) => {
      for (const record of event.Records) {
        const { sk } = (JSON.parse(record.body) as { detail: { sk: string } }).detail;
        const origin = process.env["PUBLIC_ORIGIN"] ?? "";
        const html = `<a href="${origin}/c/abc">link</a><img src="${origin}/o/abc">`;
        const head = ["From: a@acme.test", "To: b@acme.test", `Subject: ${sk}`, "Content-Type: text/html"];
        head.push(`List-Unsubscribe: <${origin}/u/abc>`, "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        await new SESClient({ maxAttempts: 1 }).send(
          new SendRawEmailCommand({
            Source: "a@acme.test",
            Destinations: ["b@acme.test"],
            ConfigurationSetName: "tessera",
            RawMessage: { Data: Buffer.from([...head, "", html].join("\r\n")) },
          }),
        );
      }
    },
    "mail-events": (event: SQSEvent) => {
      log.push(
        ...event.Records.map(
          (record) => (JSON.parse(record.body) as { "detail-type": string })["detail-type"],
        ),
      );
      return Promise.resolve();
    },
    timers: async () => {
      for (const timer of timers.filter(({ due }) => due <= now())) {
        timers.splice(timers.indexOf(timer), 1);
        log.push(`${timer.name} at ${now() - timer.due < 70_000 ? "its time" : "another time"}`);
        await put(`fired-${timer.name}`);
      }
    },
    derive: none,
    automation: none,
    jobs: none,
  } as unknown as Handlers;
  const setTimer = async (name: string, due: number) => {
    timers.push({ name, due });
    await put(String(due), "tmr");
  };
  return { handlers, log, setTimer, put };
}
