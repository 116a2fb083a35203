import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "#infra/local/engine.ts";
import { startPump, type StreamConsumer, type StreamPump } from "#infra/local/stream-pump.ts";
import { createTable, loopbackClient } from "#infra/local/table.ts";
import { table } from "#infra/topology.ts";

let engine: Engine;
let client: DynamoDBClient;
let pump: StreamPump | undefined;
let run = 0;

beforeAll(async () => {
  engine = await startEngine({ dataDir: ":memory:" });
  client = new DynamoDBClient(loopbackClient(engine.endpoint));
});
afterAll(() => engine.stop());
afterEach(async () => {
  await pump?.stop();
  pump = undefined;
});

/** A table of its own per test: a stream keeps what earlier tests wrote. */
async function newTable(): Promise<string> {
  run += 1;
  const name = `pump${run}`;
  await createTable(engine.endpoint, { ...table, name });
  return name;
}

const put = (TableName: string, sk: string, ty = "rec") =>
  client.send(
    new PutItemCommand({
      TableName,
      Item: { pk: { S: "w" }, sk: { S: sk }, ty: { S: ty }, b: { B: Buffer.from("客") } },
    }),
  );

interface Setup {
  readonly tableName: string;
  readonly file?: string;
  readonly handlers: Readonly<Record<string, (event: DynamoDBStreamEvent) => unknown>>;
  readonly spec?: Partial<StreamConsumer>;
}

async function start({ tableName, file = ":memory:", handlers, spec }: Setup) {
  const errors: unknown[] = [];
  pump = await startPump({
    endpoint: engine.endpoint,
    tableName,
    file,
    onError: (_name, error) => errors.push(error),
    consumers: Object.entries(handlers).map(([name, handler]) => ({
      name,
      itemTypes: ["rec"],
      batchSize: 10,
      maxRetries: 2,
      ...spec,
      handler: async (event: DynamoDBStreamEvent) => Promise.resolve(handler(event)),
    })),
  });
  return { pump, errors };
}

const keys = (event: DynamoDBStreamEvent) =>
  event.Records.map((record) => record.dynamodb?.Keys?.["sk"]?.S ?? "");

describe("the stream pump", () => {
  it("hands each function the records of its item types, as Lambda shapes them", async () => {
    const tableName = await newTable();
    const seen: DynamoDBStreamEvent[] = [];
    const running = await start({ tableName, handlers: { derive: (event) => void seen.push(event) } });
    await put(tableName, "1");
    await put(tableName, "2", "other");
    await client.send(
      new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: "w" }, sk: { S: "1" } } }),
    );
    await running.pump.idle();
    const records = seen.flatMap((event) => event.Records);
    expect(records.map((record) => record.eventName)).toEqual(["INSERT", "REMOVE"]);
    expect(records[0]?.dynamodb?.NewImage?.["b"]).toEqual({ B: Buffer.from("客").toString("base64") });
    expect(records[1]?.dynamodb?.OldImage?.["ty"]).toEqual({ S: "rec" });
    expect(typeof records[0]?.dynamodb?.ApproximateCreationDateTime).toBe("number");
  });

  it("goes on behind its checkpoint after a restart, each function on its own", async () => {
    const tableName = await newTable();
    const file = join(mkdtempSync(join(tmpdir(), "tessera-pump-")), "pump.jsonl");
    const one: string[] = [];
    const two: string[] = [];
    const first = await start({
      tableName,
      file,
      handlers: { one: (event) => void one.push(...keys(event)) },
    });
    await put(tableName, "1");
    await first.pump.idle();
    await first.pump.stop();
    await put(tableName, "2");
    const second = await start({
      tableName,
      file,
      handlers: {
        one: (event) => void one.push(...keys(event)),
        two: (event) => void two.push(...keys(event)),
      },
    });
    await second.pump.idle();
    expect(one).toEqual(["1", "2"]);
    expect(two).toEqual(["1", "2"]);
  });

  it("repeats only from the first record reported as failed", async () => {
    const tableName = await newTable();
    for (const sk of ["1", "2", "3"]) await put(tableName, sk);
    const calls: string[][] = [];
    const { pump: running } = await start({
      tableName,
      handlers: {
        derive: (event) => {
          calls.push(keys(event));
          const failed = calls.length === 1 ? event.Records[1]?.dynamodb?.SequenceNumber : undefined;
          return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
        },
      },
    });
    await running.idle();
    expect(calls).toEqual([["1", "2", "3"], ["2"], ["3"]]);
  });

  it("isolates a poison record, gives it up after its retries, and neither loses the others nor holds up another function", async () => {
    const tableName = await newTable();
    for (let at = 1; at <= 8; at++) await put(tableName, String(at));
    const good = new Set<string>();
    const other: string[] = [];
    const { pump: running, errors } = await start({
      tableName,
      handlers: {
        poisoned: (event) => {
          if (keys(event).includes("5")) throw new Error("poison");
          for (const key of keys(event)) good.add(key);
        },
        other: (event) => void other.push(...keys(event)),
      },
    });
    await running.idle();
    expect([...good].sort()).toEqual(["1", "2", "3", "4", "6", "7", "8"]);
    expect(running.failures().map((failure) => [failure.consumer, failure.keys])).toEqual([
      ["poisoned", { pk: { S: "w" }, sk: { S: "5" } }],
    ]);
    expect(other).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(errors.length).toBeGreaterThan(2);
  });

  it("follows a burst larger than one read in order", async () => {
    const tableName = await newTable();
    const seen: string[] = [];
    const { pump: running } = await start({
      tableName,
      handlers: { derive: (event) => void seen.push(...keys(event)) },
    });
    const wanted = Array.from({ length: 900 }, (_, at) => String(at));
    for (const sk of wanted) await put(tableName, sk);
    await running.idle();
    expect(seen).toEqual(wanted);
  });
});
