import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecordStore } from "#functions/adapters/dynamodb/record-store.ts";
import type { RecordStore } from "#functions/ports/record-store.ts";
import { deal, dealModel } from "#test/builders/query.ts";
import { aCausation, aRecord, aWrite, valuesOf } from "#test/builders/record.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";

const idOf = (at: number): string => `01J${String(at).padStart(23, "0")}`;
const dealNumber = (at: number, version = 1) =>
  aRecord(deal, {
    id: idOf(at),
    version,
    values: valuesOf(deal, { name: `Deal ${at}.${version}`, stage: "new" }),
  });

describe("a store whose calls travel together", () => {
  let testTable: TestTable;
  let store: RecordStore;
  beforeAll(async () => {
    testTable = await aTable();
    store = createRecordStore(testTable.table, { current: () => Promise.resolve(dealModel) }).together();
  });
  afterAll(() => testTable.stop());

  it("carries out each write by its own condition, and says of each what became of it", async () => {
    const taken = [3, 27, 28].map((at) => aWrite(deal, dealNumber(at)));
    for (const write of taken) expect(await store.commit("gather1", [write])).toEqual({ ok: true });
    const numbers = Array.from({ length: 60 }, (_, at) => at);
    const outcomes = await Promise.all(numbers.map((at) => store.commit("gather1", [created(at)])));
    const refused = numbers.filter((at) => !outcomes[at]?.ok);
    expect(refused).toEqual([3, 27, 28]);
    expect(outcomes[27]).toMatchObject({ ok: false, failure: { reason: "exists", write: 0 } });
    const found = await Promise.all(numbers.map((at) => store.get("gather1", deal, idOf(at))));
    expect(found.map((one) => one?.id)).toEqual(numbers.map(idOf));
  });

  it("keeps a write from overwriting what moved, beside others that take place", async () => {
    const write = (at: number, expectedVersion: number) =>
      aWrite(deal, dealNumber(at, expectedVersion + 1), { kind: "update", expectedVersion });
    const outcomes = await Promise.all(
      [write(1, 1), write(2, 7), write(4, 1)].map((one) => store.commit("gather1", [one])),
    );
    expect(outcomes.map((one) => one.ok)).toEqual([true, false, true]);
    expect(outcomes[1]).toMatchObject({ failure: { reason: "stale", current: { id: idOf(2), version: 1 } } });
    expect((await store.get("gather1", deal, idOf(4)))?.version).toBe(2);
  });

  it("answers reads of several workspaces to whom they belong", async () => {
    await Promise.all([
      store.commit("gather2", [aWrite(deal, dealNumber(1))]),
      store.commit("gather3", [aWrite(deal, dealNumber(2))]),
    ]);
    const found = await Promise.all([
      store.get("gather2", deal, idOf(1)),
      store.get("gather3", deal, idOf(1)),
      store.getMany("gather3", [
        { object: deal, id: idOf(2) },
        { object: deal, id: idOf(1) },
      ]),
    ]);
    expect([found[0]?.id, found[1], found[2].map((one) => one.id)]).toEqual([idOf(1), null, [idOf(2)]]);
  });
});

/** By another command than the one that took the place, so that it is no repetition of it. */
function created(at: number) {
  return aWrite(deal, dealNumber(at), { causation: { ...aCausation, command: `other${at}` } });
}
