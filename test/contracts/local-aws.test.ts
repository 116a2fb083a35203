import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { startAwsEndpoint } from "#infra/local/aws-endpoint.ts";
import { openBus, type BusEvent } from "#infra/local/bus.ts";
import { openClock } from "#infra/local/clock.ts";
import { consume } from "#infra/local/consumer.ts";
import { openDurableQueues } from "#infra/local/durable-queues.ts";
import { openMailStore } from "#infra/local/mail-store.ts";
import { openSes, type SesOptions } from "#infra/local/ses.ts";
import { loopbackClient } from "#infra/local/table.ts";
import { buses, queues as queueSpecs, rules } from "#infra/topology.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function start(folder = ":memory:", sesOptions: SesOptions = {}) {
  const file = (name: string) => (folder === ":memory:" ? folder : join(folder, name));
  const clock = openClock(file("clock.jsonl"));
  const queues = openDurableQueues(queueSpecs, file("queues.jsonl"), clock);
  const bus = openBus({ rules, buses, file: file("bus.jsonl") }, queues, clock);
  const mails = openMailStore(file("mail"));
  const ses = openSes({ mails, bus, clock }, sesOptions);
  const { endpoint, server } = await startAwsEndpoint({ queues, bus, ses });
  const settings = { ...loopbackClient(endpoint), maxAttempts: 1 };
  const sqs = new SQSClient(settings);
  closers.push(() => {
    sqs.destroy();
    server.closeAllConnections();
    server.close();
    queues.close();
  });
  return {
    clock,
    queues,
    bus,
    mails,
    url: `${endpoint}/000000000000/automation`,
    sqs,
    events: new EventBridgeClient(settings),
    mailer: new SESClient(settings),
  };
}

async function first(sqs: SQSClient, QueueUrl: string) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const [message] = Messages;
  return { count: message?.Attributes?.ApproximateReceiveCount, ReceiptHandle: message?.ReceiptHandle };
}

const raw = (text: string) => ({ Data: Buffer.from(text.replaceAll("\n", "\r\n")) });
const hello = "From: Tessera <crm@acme.test>\nTo: a@b.test\nSubject: hi\nX-Long: one\n two\n\nbody";

describe("queues through the SQS client", () => {
  it("sends, receives once, deletes; digests are what the client computes itself", async () => {
    const { sqs, url } = await start();
    const MessageAttributes = {
      kind: { DataType: "String", StringValue: "客户" },
      raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '{"客":1}', MessageAttributes }));
    const all = { QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(all));
    expect(Messages.map((message) => message.MessageAttributes?.["kind"]?.StringValue)).toEqual(["客户"]);
    expect(Messages.map((message) => message.Attributes?.ApproximateReceiveCount)).toEqual(["1"]);
    expect((await sqs.send(new ReceiveMessageCommand(all))).Messages ?? []).toEqual([]);
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
    );
    expect(Attributes?.["ApproximateNumberOfMessagesNotVisible"]).toBe("0");
  });

  it("answers a batch entry by entry, and refuses more than ten", async () => {
    const { sqs, url } = await start();
    const Entries = [
      { Id: "good", MessageBody: "x" },
      { Id: "late", MessageBody: "y", DelaySeconds: 901 },
    ];
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(sent.Successful?.map((entry) => entry.Id)).toEqual(["good"]);
    expect(sent.Failed?.map((entry) => entry.Id)).toEqual(["late"]);
    const many = Array.from({ length: 11 }, (_, at) => ({ Id: `n${at}`, MessageBody: "x" }));
    await expect(
      sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: many })),
    ).rejects.toMatchObject({
      name: expect.stringContaining("TooManyEntriesInBatchRequest") as string,
    });
    const got = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
    const gone = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [{ Id: "1", ReceiptHandle: got.Messages?.[0]?.ReceiptHandle }],
      }),
    );
    expect(gone.Successful).toHaveLength(1);
  });

  it("shows a message again after its visibility time, at once on request, and moves it to the dead letters in the end", async () => {
    const { sqs, url, clock, queues } = await start();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
    for (let round = 1; round <= 8; round++) {
      const { count, ReceiptHandle } = await first(sqs, url);
      expect(count).toBe(String(round));
      const shown = { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 };
      if (round % 2 === 0) clock.moveTo(clock.milliseconds() + 90_000);
      else await sqs.send(new ChangeMessageVisibilityCommand(shown));
    }
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))).Messages ?? []).toEqual([]);
    expect(queues.peek("automation-dlq", 10)).toHaveLength(1);
    expect(queues.redrive("automation")).toBe(1);
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))).Messages).toHaveLength(1);
  });

  it("delays on the virtual clock", async () => {
    const { sqs, url, clock, queues } = await start();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x", DelaySeconds: 900 }));
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))).Messages ?? []).toEqual([]);
    clock.moveTo(queues.nextDue() ?? 0);
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))).Messages).toHaveLength(1);
  });

  it("names an unknown queue", async () => {
    const { sqs } = await start();
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "nope" }))).rejects.toMatchObject({
      name: expect.stringContaining("QueueDoesNotExist") as string,
    });
  });

  it("keeps messages through a restart and shows at once what a dead process was handling", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tessera-queue-"));
    const before = await start(folder);
    before.queues.send("automation", [
      { body: "in flight" },
      { body: "waiting" },
      { body: "later", delaySeconds: 60 },
    ]);
    expect(before.queues.receive("automation", 1)).toHaveLength(1);
    const after = await start(folder);
    expect(
      after.queues.receive("automation", 10).map(({ message, receives }) => [message.body, receives]),
    ).toEqual([
      ["in flight", 2],
      ["waiting", 1],
    ]);
    expect(after.queues.depths().find(({ name }) => name === "automation")?.delayed).toBe(1);
  });

  it("hands batches to a consumer, keeps only what it reports as failed, and survives a throw", async () => {
    const { queues, clock } = await start();
    const seen: string[] = [];
    const errors: unknown[] = [];
    const consumer = consume(
      queues,
      { queue: "automation", batchSize: 10, maxConcurrency: 2 },
      {
        onError: (error) => errors.push(error),
        handler: (event) => {
          seen.push(...event.Records.map((record) => record.body));
          if (event.Records.some((record) => record.body === "throw")) throw new Error("outage");
          const failed = event.Records.filter((record) => record.body === "bad");
          return Promise.resolve({
            batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })),
          });
        },
      },
    );
    queues.send("automation", [{ body: "good" }, { body: "bad" }]);
    await consumer.idle();
    expect(queues.depths().find(({ name }) => name === "automation")).toMatchObject({
      visible: 0,
      inFlight: 1,
    });
    queues.send("automation", [{ body: "throw" }]);
    await consumer.idle();
    expect(errors).toHaveLength(1);
    clock.moveTo(queues.nextDue() ?? 0);
    await consumer.idle();
    expect(seen.filter((body) => body === "bad").length).toBe(2);
    await consumer.stop();
  });
});

describe("the bus through the EventBridge client", () => {
  const entry = (DetailType: string, Detail = "{}") => ({
    EventBusName: "tessera",
    Source: "tessera",
    DetailType,
    Detail,
  });

  it("puts an event into the queue of each rule that matches, and logs it", async () => {
    const { events, queues, bus } = await start();
    const answer = await events.send(
      new PutEventsCommand({
        Entries: [entry("crm.record.created", '{"n":1}'), entry("crm.mail.requested"), entry("crm.other")],
      }),
    );
    expect(answer.FailedEntryCount).toBe(0);
    const body = JSON.parse(queues.peek("automation", 1)[0]?.body ?? "{}") as BusEvent;
    expect(body).toMatchObject({ "detail-type": "crm.record.created", source: "tessera", detail: { n: 1 } });
    expect(queues.ready("send-mail")).toBe(1);
    expect(bus.log().map(({ targets }) => targets)).toEqual([["automation"], ["send-mail"], []]);
  });

  it("reports a malformed entry alone, and refuses eleven", async () => {
    const { events, queues } = await start();
    const answer = await events.send(
      new PutEventsCommand({ Entries: [entry("crm.record.x", "no json"), entry("crm.record.y")] }),
    );
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[0]?.ErrorCode).toBe("MalformedDetail");
    expect(queues.ready("automation")).toBe(1);
    await expect(
      events.send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry("crm.record.x")) })),
    ).rejects.toMatchObject({ name: "ValidationException" });
    await expect(
      events.send(
        new PutEventsCommand({
          Entries: [entry("crm.record.x", JSON.stringify({ a: "x".repeat(1_048_576) }))],
        }),
      ),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("mail through the SES client", () => {
  const send = (to: string, more: object = {}) =>
    new SendRawEmailCommand({
      Source: "crm@acme.test",
      Destinations: [to],
      RawMessage: raw(hello),
      ConfigurationSetName: "tessera",
      Tags: [{ Name: "sid", Value: "s-1" }],
      ...more,
    });
  const published = (log: readonly { event: BusEvent }[]) => log.map(({ event }) => event["detail-type"]);
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("keeps the original message and publishes what happened, with its tags", async () => {
    const { mailer, mails, bus, queues } = await start();
    const { MessageId } = await mailer.send(send("a@b.test"));
    await settled();
    expect(mails.raw(MessageId ?? "").toString()).toContain("X-Long: one\r\n two");
    expect(published(bus.log())).toEqual(["Email Sent", "Email Delivered"]);
    expect(bus.log()[0]?.event.detail).toMatchObject({
      eventType: "Send",
      mail: { messageId: MessageId, destination: ["a@b.test"], tags: { sid: ["s-1"] } },
    });
    expect(queues.ready("mail-events")).toBe(2);
  });

  it.each([
    ["bounce@x.test", ["Email Sent", "Email Bounced"]],
    ["suppressionlist@x.test", ["Email Sent", "Email Bounced"]],
    ["complaint+7@x.test", ["Email Sent", "Email Delivered", "Email Complaint Received"]],
  ])("simulates %s", async (to, expected) => {
    const { mailer, bus } = await start();
    await mailer.send(send(to));
    await settled();
    expect(published(bus.log())).toEqual(expected);
  });

  it.each([
    ["an address that is none", { Destinations: ["nobody"] }, "InvalidParameterValue"],
    ["a local part outside 7 bit", { Destinations: ["客户@b.test"] }, "InvalidParameterValue"],
    ["a tag with a space", { Tags: [{ Name: "a b", Value: "x" }] }, "InvalidParameterValue"],
    [
      "51 recipients",
      { Destinations: Array.from({ length: 51 }, (_, at) => `a${at}@b.test`) },
      "InvalidParameterValue",
    ],
    [
      "no recipient at all",
      { Destinations: [], RawMessage: raw("Subject: x\n\nb") },
      "InvalidParameterValue",
    ],
    ["more than 10 MB", { RawMessage: raw(`Subject: x\n\n${"y".repeat(10_485_760)}`) }, "MessageRejected"],
  ])("refuses %s", async (_name, change, code) => {
    const { mailer, mails } = await start();
    await expect(mailer.send(send("a@b.test", change))).rejects.toMatchObject({ name: code });
    expect(mails.list()).toHaveLength(0);
  });

  it("throttles above its rate, in virtual time", async () => {
    const { mailer, clock } = await start(":memory:", { maxSendRate: 0 });
    await expect(mailer.send(send("a@b.test"))).rejects.toMatchObject({ name: "Throttling" });
    clock.moveTo(clock.milliseconds() + 2000);
    await expect(mailer.send(send("a@b.test"))).rejects.toMatchObject({ name: "Throttling" });
  });

  it("can lose the reply to a mail that it accepted", async () => {
    const { mailer, mails, bus } = await start(":memory:", { losesReply: () => true });
    await expect(mailer.send(send("a@b.test"))).rejects.toThrow();
    await settled();
    expect(mails.list()).toHaveLength(1);
    expect(published(bus.log())).toEqual(["Email Sent", "Email Delivered"]);
  });

  it("publishes after a restart what a killed process had still to publish", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tessera-ses-"));
    const store = openMailStore(join(folder, "mail"));
    store.add(
      {
        id: "m1",
        at: "2026-01-01T00:00:00Z",
        from: "a@b.test",
        to: ["c@d.test"],
        tags: {},
        configurationSet: "t",
        events: [],
        pending: ["Delivery"],
      },
      raw(hello).Data,
    );
    store.close();
    const { bus, mails } = await start(folder);
    await settled();
    expect(published(bus.log())).toEqual(["Email Delivered"]);
    expect(mails.get("m1")?.pending).toEqual([]);
  });
});
