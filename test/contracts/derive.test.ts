import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellKeys, Decimal, searchTokens, type StoredRecord } from "#engine";
import { createDerivedStore } from "#functions/adapters/dynamodb/derived-store.ts";
import { createRecordStore } from "#functions/adapters/dynamodb/record-store.ts";
import { queryAll } from "#functions/adapters/dynamodb/derived-reads.ts";
import { postingPartition, workspaceKey } from "#functions/adapters/dynamodb/keys.ts";
import { cellShares } from "#functions/operations/derive/cell-shares.ts";
import { deriveStream } from "#functions/operations/derive/derive-stream.ts";
import { deriveRecord, type DerivePorts } from "#functions/operations/derive/derive-record.ts";
import type { DerivedStore } from "#functions/ports/derived-store.ts";
import type { RecordChange } from "#functions/ports/record-change.ts";
import type { Cell, RecordStore } from "#functions/ports/record-store.ts";
import { deal, dealModel } from "#test/builders/query.ts";
import { aCausation, aRecord, valuesOf } from "#test/builders/record.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";

const long = "云".repeat(80);
const versions = fc.array(
  fc.record({
    name: fc.constantFrom("北京云启科技", "Acme Renewal", "acme", long),
    stage: fc.constantFrom("new", "won", null),
    amount: fc.constantFrom("0.10", "0.20", "1234567.89", null),
    closeDate: fc.constantFrom("2025-01-31", "2025-02-01", null),
    owner: fc.constantFrom("u1", "u2"),
    isDeleted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

interface Story {
  readonly id: string;
  readonly changes: readonly RecordChange[];
  readonly last: StoredRecord | null;
}

function storyOf(workspace: string, id: string, states: readonly Record<string, unknown>[]): Story {
  const changes: RecordChange[] = [];
  let current: StoredRecord | null = null;
  for (const [at, { name, stage, amount, closeDate, owner, isDeleted }] of states.entries()) {
    const before: StoredRecord | null = current;
    const money = amount === null ? {} : { amount: { amount: String(amount), currency: "CNY" } };
    const given = { name: String(name), stage, closeDate };
    const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
    const values = { ...(filled as Record<string, string>), ...money };
    const isGone: boolean = isDeleted === true && before !== null;
    current = isGone
      ? null
      : aRecord(deal, { id, version: at + 1, owner: String(owner), values: valuesOf(deal, values) });
    const image = (record: StoredRecord | null) => record && (() => ({ record, causation: aCausation }));
    const change = { workspace, target: { objectId: deal.id, id }, sequence: `${id}.${at}` };
    changes.push({ ...change, before: image(before), after: image(current) });
  }
  return { id, changes, last: current };
}

/** Fails at the calls that the seed picks, before or after they took place. */
function crashing(store: DerivedStore, dice: () => number): DerivedStore {
  const risky = async <Value>(call: () => Promise<Value>): Promise<Value> => {
    const roll = dice();
    if (roll < 0.15) throw new Error("crash before");
    const value = await call();
    if (roll > 0.85) throw new Error("crash after");
    return value;
  };
  return {
    ledger: (...given) => risky(() => store.ledger(...given)),
    apply: (...given) => risky(() => store.apply(...given)),
    ledgers: (...given) => risky(() => store.ledgers(...given)),
    applyAll: (...given) => risky(() => store.applyAll(...given)),
    cell: (...given) => risky(() => store.cell(...given)),
    links: (...given) => risky(() => store.links(...given)),
    putHistory: (...given) => risky(() => store.putHistory(...given)),
    putHistories: (...given) => risky(() => store.putHistories(...given)),
    deletion: (...given) => risky(() => store.deletion(...given)),
  };
}

describe("derived data", () => {
  let testTable: TestTable;
  let store: RecordStore;
  let derived: DerivedStore;
  const models = {
    current: (id: string) => Promise.resolve({ ...dealModel, workspace: { ...dealModel.workspace, id } }),
    invalidate: () => undefined,
  };
  beforeAll(async () => {
    testTable = await aTable();
    store = createRecordStore(testTable.table, models);
    derived = createDerivedStore(testTable.table);
  });
  afterAll(() => testTable.stop());

  it("equals a recount after crashes, duplicates and late deliveries", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(versions, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (histories, rolls) => {
          run += 1;
          const workspace = `d${run}`;
          const dice = (): number => rolls.next().value ?? 0.5;
          const stories = histories.map((states, at) => storyOf(workspace, `R${at}`, states));
          const ports: DerivePorts = { derivedStore: crashing(derived, dice), models };
          const calm: DerivePorts = { derivedStore: derived, models };
          if (run % 2 === 0) await inBatches({ ports, calm }, stories, dice);
          else await oneByOne({ ports, calm }, stories, dice);
          const records = stories.flatMap(({ last }) => last ?? []);
          for (const key of cellKeys(deal)) {
            const cells = await store.cells(workspace, deal, { key, isExact: true });
            expect(plain(cells)).toEqual(recount(records, key));
          }
          expect(await postings(testTable, workspace)).toEqual(
            records.flatMap((one) => searchTokens(deal, one).map((token) => `${token} ${one.id}`)).sort(),
          );
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it("finds Chinese by any part and words by their beginning, and keeps who changed what", async () => {
    const { changes, id } = storyOf("found", "F1", [
      { name: "北京云启科技", stage: "new", amount: "1.00", owner: "u1" },
      { name: "Zenith Labs", stage: "won", amount: "1.00", owner: "u1" },
    ]);
    const ports: DerivePorts = { derivedStore: derived, models };
    const search = async (token: string) => {
      const page = { isWhole: false, after: null, until: null, limit: 10 };
      return (await store.postings("found", { ...page, token })).items.map((one) => one.id);
    };
    await deriveRecord(ports, changes[0] as RecordChange);
    expect(await search("云启")).toEqual([id]);
    await deriveRecord(ports, changes[1] as RecordChange);
    expect(await search("云启")).toEqual([]);
    expect(await search("lab")).toEqual([id]);
    expect(await search("nothing")).toEqual([]);
    const history = await store.history("found", { object: deal, id, limit: 1, position: null });
    const stage = deal.byName.get("stage")?.id ?? "";
    expect(history.items.map((one) => [one.kind, one.version, one.changes[stage]])).toEqual([
      ["updated", 2, ["new", "won"]],
    ]);
    const older = await store.history("found", { object: deal, id, limit: 5, position: history.position });
    expect(older.items.map((one) => one.kind)).toEqual(["created"]);
    expect(older.position).toBeNull();
  });
});

interface Deriving {
  /** With crashes. */
  readonly ports: DerivePorts;
  readonly calm: DerivePorts;
}

interface Story {
  readonly changes: readonly RecordChange[];
}

async function oneByOne(
  { ports, calm }: Deriving,
  stories: readonly Story[],
  dice: () => number,
): Promise<void> {
  await Promise.all(
    stories.map(async ({ changes }) => {
      for (const change of shuffledNow(changes, dice)) await untilDone(ports, change);
      for (const change of changes) await deriveRecord(calm, change);
      for (const change of [...changes].reverse()) await deriveRecord(calm, change);
    }),
  );
}

/** As the stream brings them: some of each batch is done before it fails, and it comes again, cut elsewhere. */
async function inBatches(
  { ports, calm }: Deriving,
  stories: readonly Story[],
  dice: () => number,
): Promise<void> {
  const all = stories.flatMap(({ changes }) => changes);
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const cut = Math.floor(dice() * all.length);
  await deriveStream({ ...ports, logger }, all.slice(0, cut));
  await deriveStream({ ...ports, logger }, shuffledNow(all, dice));
  expect(await deriveStream({ ...calm, logger }, all.slice(0, cut))).toBeNull();
  expect(await deriveStream({ ...calm, logger }, all.slice(cut))).toBeNull();
}

async function untilDone(ports: DerivePorts, change: RecordChange): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      await deriveRecord(ports, change);
      return;
    } catch (error) {
      if (!String(error).includes("crash")) throw error;
    }
  }
}

/** Now and then a change comes late, after a newer one. */
function shuffledNow(changes: readonly RecordChange[], dice: () => number): readonly RecordChange[] {
  return dice() < 0.5 ? changes : [...changes].sort(() => dice() - 0.5);
}

function plain(cells: readonly Cell[]): readonly string[] {
  return cells.map((one) => JSON.stringify([one.value, one.owner, one.count, nonZero(one.sums)])).sort();
}

function nonZero(sums: Cell["sums"]): readonly string[] {
  return Object.entries(sums)
    .flatMap(([field, units]) =>
      Object.entries(units).flatMap(([unit, sum]) =>
        new Decimal(sum).isZero() ? [] : [`${field} ${unit} ${sum}`],
      ),
    )
    .sort();
}

function recount(records: readonly StoredRecord[], fieldId: string): readonly string[] {
  const shares = records
    .flatMap((one) => cellShares(dealModel, deal, one))
    .filter((one) => one.fieldId === fieldId);
  const places = [...new Set(shares.map((one) => JSON.stringify([one.value, one.owner])))];
  const cells = places.map((place): Cell => {
    const [value = "", owner = ""] = JSON.parse(place) as string[];
    const here = shares.filter((one) => one.value === value && one.owner === owner);
    return { value, owner, count: here.length, sums: added(here.map((one) => one.sums)) };
  });
  return plain(cells);
}

function added(all: readonly Cell["sums"][]): Cell["sums"] {
  const total: Record<string, Record<string, string>> = {};
  for (const [field, units] of all.flatMap((one) => Object.entries(one))) {
    const sums = (total[field] ??= {});
    for (const [unit, amount] of Object.entries(units)) {
      sums[unit] = new Decimal(sums[unit] ?? "0").plus(amount).toFixed();
    }
  }
  return total;
}

async function postings({ table }: TestTable, workspace: string): Promise<readonly string[]> {
  const key = workspaceKey(workspace);
  const heads = ["北", "京", "云", "启", "科", "技", "ac", "re"];
  const items = await Promise.all(heads.map((head) => queryAll(table, { pk: postingPartition(key, head) })));
  return items
    .flat()
    .map((one) => `${String(one["sk"]).split("#")[0]} ${String(one["id"])}`)
    .sort();
}
