import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUndoLog } from "#functions/adapters/dynamodb/undo-log.ts";
import { undoPartition, workspaceKey } from "#functions/adapters/dynamodb/keys.ts";
import { queryAll } from "#functions/adapters/dynamodb/derived-reads.ts";
import { createIds } from "#functions/adapters/system/ids.ts";
import type { UndoEntry, UndoLog } from "#functions/ports/undo-log.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";
import { engineKinds } from "./engines.ts";

const now = new Date("2026-03-01T08:00:00.000Z");
const clock = { now: () => now };

describe.each(engineKinds)("the log of what operations did, on the %s engine", (kind) => {
  let testTable: TestTable;
  let log: UndoLog;
  beforeAll(async () => {
    testTable = await aTable(kind);
    log = createUndoLog(testTable.table, { clock, ids: createIds(clock) });
  });
  afterAll(() => testTable.stop());

  const entry = (at: number, text = "before"): UndoEntry => ({
    objectId: "acct",
    id: `R${String(at)}`,
    kind: "updated",
    version: at + 1,
    before: { values: { name: text, phone: null }, owner: "ann" },
  });
  const all = async (operation: string, limit: number): Promise<readonly UndoEntry[]> => {
    const found: UndoEntry[] = [];
    let position: string | null = null;
    do {
      const page: Awaited<ReturnType<UndoLog["page"]>> = await log.page("acme", operation, position, limit);
      found.push(...page.entries);
      position = page.position;
    } while (position !== null);
    return found;
  };

  it("tells entries back newest first, whole and page by page, whatever the size of the pages", async () => {
    const told = Array.from({ length: 230 }, (_, at) => entry(at));
    for (let at = 0; at < told.length; at += 9) await log.append("acme", "JOB1", told.slice(at, at + 9));
    for (const limit of [1, 50, 1_000]) expect(await all("JOB1", limit)).toEqual(told.toReversed());
    expect((await log.page("acme", "JOB1", null, 20)).entries.length).toBeGreaterThanOrEqual(20);
  });

  it("keeps entries that are together too large for one item in order", async () => {
    const told = Array.from({ length: 12 }, (_, at) => entry(at, "长".repeat(30_000)));
    await log.append("acme", "JOB2", told);
    expect(await all("JOB2", 5)).toEqual(told.toReversed());
  });

  it("keeps operations and workspaces apart, and knows nothing of others", async () => {
    await log.append("acme", "JOB3", [entry(1)]);
    await log.append("acme", "JOB3b", [entry(2)]);
    expect(await all("JOB3", 10)).toEqual([entry(1)]);
    expect(await log.page("globex", "JOB3", null, 10)).toEqual({
      entries: [],
      position: null,
    });
  });

  it("lets entries go thirty days after they were told", async () => {
    await log.append("acme", "JOB4", [entry(1)]);
    const pk = undoPartition(workspaceKey("acme"), "JOB4");
    const [item] = await queryAll(testTable.table, { pk });
    const Key = { pk, sk: item?.["sk"] };
    const { client, name } = testTable.table;
    const { Item } = await client.send(new GetCommand({ TableName: name, Key }));
    expect(new Date(Number(Item?.["ttl"]) * 1_000).toISOString()).toBe("2026-03-31T08:00:00.000Z");
  });
});
