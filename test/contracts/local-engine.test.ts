import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DynamoDBClient,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { startEngine } from "#infra/local/engine.ts";
import { createTable, loopbackClient } from "#infra/local/table.ts";
import { table } from "#infra/topology.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "tessera-engine-"));

describe("the embedded engine", () => {
  it("makes the table of the topology, twice without harm, with stream and every index", async () => {
    const engine = await startEngine({ dataDir: ":memory:" });
    await createTable(engine.endpoint, table);
    await createTable(engine.endpoint, table);
    const client = new DynamoDBClient(loopbackClient(engine.endpoint));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table.name }));
    expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual(
      table.indexes.map((index) => index.name).sort(),
    );
    expect(Table?.StreamSpecification?.StreamViewType).toBe("NEW_AND_OLD_IMAGES");
    await engine.stop();
    await engine.stop();
    await expect(fetch(engine.endpoint)).rejects.toThrow();
  });

  it("keeps what was written when its parent is killed, and starts again on the same folder", async () => {
    const dataDir = newFolder();
    const script = `
      import { startEngine } from "./infra/local/engine.ts";
      const engine = await startEngine({ dataDir: ${JSON.stringify(dataDir)} });
      process.stdout.write(engine.endpoint + "\\n");
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const endpoint = await new Promise<string>((resolve) => {
      parent.stdout.once("data", (line: Buffer) => resolve(line.toString().trim()));
    });
    await createTable(endpoint, table);
    const key = { pk: { S: "w" }, sk: { S: "1" } };
    await new DynamoDBClient(loopbackClient(endpoint)).send(
      new PutItemCommand({ TableName: table.name, Item: key }),
    );
    const gone = new Promise((resolve) => parent.once("exit", resolve));
    parent.kill("SIGKILL");
    await gone;

    const engine = await startEngine({ dataDir });
    const client = new DynamoDBClient(loopbackClient(engine.endpoint));
    const { Item } = await client.send(new GetItemCommand({ TableName: table.name, Key: key }));
    expect(Item).toEqual(key);
    await engine.stop();
  });
});
