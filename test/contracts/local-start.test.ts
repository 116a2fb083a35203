import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSEvent } from "aws-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { DataInUseError } from "#infra/local/data-lock.ts";
import { PortInUseError } from "#infra/local/listen.ts";
import type { MailView } from "#infra/local/mailbox/mail-view.ts";
import type { Handlers } from "#infra/local/runtime.ts";
import { startLocal, type Local, type LocalOptions } from "#infra/local/start.ts";

let local: Local | undefined;
afterEach(async () => {
  await local?.stop();
  local = undefined;
});

/** Small functions with the shape of the real ones: a record becomes an event, the event a mail, a timer a record. */
function smallFunctions() {
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
      const now = local?.clock.milliseconds() ?? 0;
      for (const timer of timers.filter(({ due }) => due <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        log.push(`${timer.name} at ${now - timer.due < 70_000 ? "its time" : "another time"}`);
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
  return { handlers, log, setTimer };
}

const start = async (options: LocalOptions) => (local = await startLocal(options));

async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`${local?.origin ?? ""}${path}`, init);
  return (await answer.json()) as T;
}

const post = (body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("the laptop", () => {
  it("runs a write through stream, bus, queue and mail, and the mailbox's buttons reach the real addresses", async () => {
    const { handlers, log } = smallFunctions();
    const running = await start({ handlers });
    const authorization = `Bearer ${await running.token("sales1@acme.test")}`;
    const written = await fetch(`${running.origin}/api/v1/x`, {
      method: "POST",
      body: "one",
      headers: { authorization },
    });
    expect(written.status).toBe(200);
    await running.drain();
    expect(log).toEqual(["POST /api/v1/x", "Email Sent", "Email Delivered"]);
    const [mail] = await json<MailView[]>("/_local/mail?to=b@acme.test");
    expect(mail).toMatchObject({ subject: "one", to: ["b@acme.test"], links: [`${running.origin}/c/abc`] });
    expect(await json("/_local/mail?to=nobody@acme.test")).toEqual([]);
    log.length = 0;
    for (const action of ["open", "click", "unsubscribe", "bounce"])
      await json(`/_local/mail/${mail?.id ?? ""}:${action}`, post({}));
    await running.drain();
    expect(log).toEqual(["GET /o/abc", "GET /c/abc", "POST /u/abc", "Email Bounced"]);
    const [after] = await json<MailView[]>("/_local/mail");
    expect(after?.events.map((event) => event.type)).toEqual(["Send", "Delivery", "Open", "Click", "Bounce"]);
  });

  it("moves the clock from one timer to the next and returns when what follows has run", async () => {
    const { handlers, log, setTimer } = smallFunctions();
    const running = await start({ handlers });
    const now = running.clock.milliseconds();
    await setTimer("hour", now + 3_600_000);
    await setTimer("two days", now + 2 * 86_400_000);
    await setTimer("later", now + 9 * 86_400_000);
    log.length = 0;
    const clock = await json<{ now: string }>("/_local/clock", post({ advance: "P3D" }));
    expect(Date.parse(clock.now)).toBeGreaterThanOrEqual(now + 3 * 86_400_000);
    expect(log.filter((line) => line.includes(" at "))).toEqual(["hour at its time", "two days at its time"]);
    const subjects = (await json<MailView[]>("/_local/mail")).map((mail) => mail.subject);
    expect(subjects).toEqual(["fired-hour", "fired-two days"]);
    const refused = await fetch(`${running.origin}/_local/clock`, post({ advance: "soon" }));
    expect(refused.status).toBe(422);
    const foreign = { ...post({ advance: "P1D" }), headers: { origin: "http://evil.test" } };
    expect((await fetch(`${running.origin}/_local/clock`, foreign)).status).toBe(403);
  });

  it("keeps everything through a restart, and refuses a second server on the folder and a taken port", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "tessera-local-"));
    const { handlers } = smallFunctions();
    const first = await start({ handlers, dataDir });
    expect(first.newPassword).toMatch(/^[\w-]{12}$/);
    await expect(startLocal({ handlers, dataDir })).rejects.toThrow(DataInUseError);
    const port = Number(new URL(first.origin).port);
    await expect(startLocal({ handlers, port })).rejects.toThrow(PortInUseError);
    const token = await first.token("admin@globex.test");
    const authorization = `Bearer ${token}`;
    await fetch(`${first.origin}/api/v1/x`, { method: "POST", body: "kept", headers: { authorization } });
    await first.drain();
    await first.advance(3_600_000);
    const offset = first.clock.offset();
    await first.stop();

    const second = await start({ handlers, dataDir, port });
    expect(second.newPassword).toBeUndefined();
    expect(second.clock.offset()).toBe(offset);
    expect((await fetch(`${second.origin}/api/v1/x`, { headers: { authorization } })).status).toBe(200);
    expect((await json<MailView[]>("/_local/mail")).map((mail) => mail.subject)).toEqual(["kept"]);
    await second.drain();
    expect(second.mails.list()).toHaveLength(1);
  });

  it("shows page, events, queues and the studio's settings", async () => {
    const { handlers } = smallFunctions();
    const { origin } = await start({ handlers });
    const page = await fetch(`${origin}/_local/`);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(await page.text()).toContain("/_local/page.js");
    expect((await fetch(`${origin}/_local/page.js`)).headers.get("content-type")).toContain("javascript");
    expect(await json("/_local/events")).toEqual([]);
    const { queues } = await json<{ queues: { name: string }[] }>("/_local/queues");
    expect(queues.map((queue) => queue.name)).toContain("send-mail-dlq");
    expect(await json("/config.json")).toMatchObject({
      issuer: `${origin}/oidc`,
      clientId: "tessera-studio",
    });
  });
});
