import { createHash } from "node:crypto";
import type { AwsAnswer } from "./aws-protocol.ts";
import type { MessageAttribute, NewMessage, Queues, Received } from "./queue.ts";

type Input = Readonly<Record<string, unknown>>;

/** Largest message with its attributes, in bytes (SQS, since 2025). */
const MOST_BYTES = 1_048_576;
const BATCH = 10;

/** Path under which queues are addressed: `<endpoint>/000000000000/<name>`. */
export const QUEUE_ACCOUNT = "000000000000";

/** Answers one call of the SQS JSON protocol; `action` is the part of X-Amz-Target behind `AmazonSQS.`. */
export function answerSqs(queues: Queues, action: string, input: Input): AwsAnswer {
  const operation = OPERATIONS[action];
  if (!operation) return failure("UnsupportedOperation", `${action} is not offered here`);
  const url = action === "GetQueueUrl" ? input["QueueName"] : input["QueueUrl"];
  const queue = typeof url === "string" ? url.slice(url.lastIndexOf("/") + 1) : "";
  if (!queues.has(queue)) return failure("QueueDoesNotExist", `The specified queue does not exist: ${queue}`);
  return operation(queues, queue, input);
}

type Operation = (queues: Queues, queue: string, input: Input) => AwsAnswer;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  GetQueueUrl: (_queues, queue) => ({ status: 200, body: { QueueUrl: queue } }),
  GetQueueAttributes: (queues, queue) => ({ status: 200, body: { Attributes: attributesOf(queues, queue) } }),
  SendMessage: (queues, queue, input) => {
    const problem = refusal(input);
    if (problem !== undefined) return failure("InvalidParameterValue", problem);
    const [id] = queues.send(queue, [newMessage(input)]);
    return { status: 200, body: { MessageId: id, ...digests(input) } };
  },
  SendMessageBatch: (queues, queue, input) => {
    const entries = entriesOf(input);
    const problem = batchRefusal(entries);
    if (problem) return problem;
    const good = entries.filter((entry) => refusal(entry) === undefined);
    const ids = queues.send(queue, good.map(newMessage));
    return {
      status: 200,
      body: {
        Successful: good.map((entry, at) => ({ Id: entry["Id"], MessageId: ids[at], ...digests(entry) })),
        Failed: entries.filter((entry) => refusal(entry) !== undefined).map(failedEntry),
      },
    };
  },
  ReceiveMessage: (queues, queue, input) => {
    const limit = Math.min(Math.max(Number(input["MaxNumberOfMessages"] ?? 1), 1), BATCH);
    const visibility = input["VisibilityTimeout"];
    const taken = queues.receive(queue, limit, typeof visibility === "number" ? visibility : undefined);
    return { status: 200, body: taken.length === 0 ? {} : { Messages: taken.map(described) } };
  },
  DeleteMessage: (queues, queue, input) => {
    queues.delete(queue, String(input["ReceiptHandle"]));
    return { status: 200, body: {} };
  },
  DeleteMessageBatch: (queues, queue, input) => {
    const entries = entriesOf(input);
    for (const entry of entries) queues.delete(queue, String(entry["ReceiptHandle"]));
    return { status: 200, body: { Successful: entries.map((entry) => ({ Id: entry["Id"] })), Failed: [] } };
  },
  ChangeMessageVisibility: (queues, queue, input) => {
    const done = queues.changeVisibility(
      queue,
      String(input["ReceiptHandle"]),
      Number(input["VisibilityTimeout"] ?? 0),
    );
    return done
      ? { status: 200, body: {} }
      : failure("ReceiptHandleIsInvalid", "The receipt handle is not valid");
  },
};

/** MD5 of a message's attributes as SQS computes it: sorted names, each part with its length in front. */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const hash = createHash("md5");
  const part = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, value] of Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1))) {
    part(Buffer.from(name));
    part(Buffer.from(value.DataType));
    const binary = value.DataType.startsWith("Binary");
    hash.update(Buffer.from([binary ? 2 : 1]));
    part(binary ? Buffer.from(value.BinaryValue ?? "", "base64") : Buffer.from(value.StringValue ?? ""));
  }
  return hash.digest("hex");
}

/** Lower-case hexadecimal MD5 of a text in UTF-8. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** System attributes of a received message, all of them text as in SQS. */
export function systemAttributes(received: Received) {
  return {
    ApproximateReceiveCount: String(received.receives),
    SentTimestamp: String(Math.round(received.message.sentAt)),
    SenderId: "local",
    ApproximateFirstReceiveTimestamp: String(Math.round(received.firstReceivedAt)),
  };
}

function failure(code: string, message: string): AwsAnswer {
  return { status: 400, body: { __type: `com.amazonaws.sqs#${code}`, message } };
}

function entriesOf(input: Input): Input[] {
  return Array.isArray(input["Entries"]) ? (input["Entries"] as Input[]) : [];
}

function batchRefusal(entries: readonly Input[]): AwsAnswer | undefined {
  if (entries.length === 0) return failure("EmptyBatchRequest", "There should be at least one entry");
  if (entries.length > BATCH)
    return failure("TooManyEntriesInBatchRequest", "At most 10 entries per request");
  if (new Set(entries.map((entry) => entry["Id"])).size < entries.length) {
    return failure("BatchEntryIdsNotDistinct", "Two entries have the same Id");
  }
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(String(entry["MessageBody"])), 0);
  if (bytes > MOST_BYTES) return failure("BatchRequestTooLong", "The batch is longer than 1 MiB");
  return undefined;
}

function refusal(input: Input): string | undefined {
  const body = input["MessageBody"];
  if (typeof body !== "string" || body === "") return "MessageBody is missing";
  if (Buffer.byteLength(body) > MOST_BYTES) return "The message is longer than 1 MiB";
  const delay = Number(input["DelaySeconds"] ?? 0);
  return delay >= 0 && delay <= 900 ? undefined : "DelaySeconds must be 0 to 900";
}

function failedEntry(entry: Input) {
  return { Id: entry["Id"], SenderFault: true, Code: "InvalidParameterValue", Message: refusal(entry) };
}

function attributesGiven(input: Input): Record<string, MessageAttribute> {
  return (input["MessageAttributes"] ?? {}) as Record<string, MessageAttribute>;
}

function newMessage(input: Input): NewMessage {
  return {
    body: String(input["MessageBody"]),
    attributes: attributesGiven(input),
    delaySeconds: Number(input["DelaySeconds"] ?? 0),
  };
}

function digests(input: Input) {
  const attributes = attributesGiven(input);
  const some = Object.keys(attributes).length > 0;
  return {
    MD5OfMessageBody: md5(String(input["MessageBody"])),
    ...(some ? { MD5OfMessageAttributes: md5OfAttributes(attributes) } : {}),
  };
}

function described(received: Received) {
  const { id, body, attributes } = received.message;
  const some = Object.keys(attributes).length > 0;
  return {
    MessageId: id,
    ReceiptHandle: received.receipt,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: systemAttributes(received),
    ...(some ? { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) } : {}),
  };
}

function attributesOf(queues: Queues, queue: string) {
  const depth = queues.depths().find((one) => one.name === queue);
  return {
    QueueArn: `arn:aws:sqs:local:${QUEUE_ACCOUNT}:${queue}`,
    ApproximateNumberOfMessages: String(depth?.visible ?? 0),
    ApproximateNumberOfMessagesNotVisible: String(depth?.inFlight ?? 0),
    ApproximateNumberOfMessagesDelayed: String(depth?.delayed ?? 0),
    VisibilityTimeout: String(queues.spec(queue)?.visibilitySeconds ?? 30),
  };
}
