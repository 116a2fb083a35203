import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  planQuery,
  pageReader,
  matchesFilter,
  uniqueClaimsOf,
  type RecordWrite,
  type StoredRecord,
} from "#engine";
import { createBackfillStore } from "#functions/adapters/dynamodb/backfill-store.ts";
import { createRecordStore } from "#functions/adapters/dynamodb/record-store.ts";
import type { PagePosition, RecordStore } from "#functions/ports/record-store.ts";
import { resolveFilter } from "#engine/query/resolve-filter.ts";
import { deal, dealModel, deals, filters, sorts } from "#test/builders/query.ts";
import { aRecord, aWrite, valuesOf } from "#test/builders/record.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";
import { engineKinds } from "./engines.ts";

const moment = { now: "2025-03-15T04:00:00.000Z", timeZone: "Asia/Shanghai" };
const nameField = deal.nameField.id;

describe.each(engineKinds)("records on the %s engine", (kind) => {
  let testTable: TestTable;
  let store: RecordStore;
  beforeAll(async () => {
    testTable = await aTable(kind);
    store = createRecordStore(testTable.table, { current: () => Promise.resolve(dealModel) });
  });
  afterAll(() => testTable.stop());

  const named = (id: string, name: string): StoredRecord =>
    aRecord(deal, { id, values: valuesOf(deal, { name, score: 2, tags: ["a"], notes: "long\ntext" }) });
  /** Records whose name nobody else has. */
  const unique = {
    ...deal,
    fields: deal.fields.map((one) =>
      one.id === nameField ? { ...one, definition: { ...one.definition, unique: true } } : one,
    ),
  };
  const claimOf = (name: string) => uniqueClaimsOf(unique, named("", name));

  it("leaves a value that somebody else holds to them when a record that had it too gives it up", async () => {
    const claims = claimOf("Twice");
    const [held, other] = [named("H1", "Twice"), named("H2", "Twice")];
    await store.commit("acme", [aWrite(deal, held, { claims })]);
    await store.commit("acme", [aWrite(deal, other)]);
    const change = aWrite(deal, { ...other, version: 2 }, { releases: claims });
    expect(await store.commit("acme", [change])).toEqual({ ok: true });
    expect((await store.get("acme", deal, "H2"))?.version).toBe(2);
    const scan = new ScanCommand({ TableName: testTable.table.name });
    const { Items: items = [] } = await testTable.table.client.send(scan);
    const holders = items.filter((one) => one["ty"] === "uq" && String(one["pk"]).includes("twice"));
    expect(holders.map((one) => one["id"])).toEqual(["H1"]);
    const stale = aWrite(deal, { ...other, version: 2 }, { releases: claims });
    expect(await store.commit("acme", [stale])).toMatchObject({ ok: false, failure: { reason: "stale" } });
  });

  it("gives back what was written, to its own workspace only", async () => {
    const record = named("R1", "One");
    expect(await store.commit("acme", [aWrite(deal, record)])).toEqual({ ok: true });
    expect(await store.get("acme", deal, "R1")).toEqual(record);
    expect(await store.get("globex", deal, "R1")).toBeNull();
    expect(
      await store.getMany("acme", [
        { object: deal, id: "R1" },
        { object: deal, id: "none" },
      ]),
    ).toEqual([record]);
  });

  it("refuses a second creation and a stale change, and shows the current record", async () => {
    const record = named("R2", "Two");
    await store.commit("acme", [aWrite(deal, record)]);
    const other = aWrite(deal, named("R2", "Other"), {
      causation: { ...aWrite(deal, record).causation, command: "x" },
    });
    expect(await store.commit("acme", [other])).toEqual({
      ok: false,
      failure: { reason: "exists", write: 0 },
    });
    const change = aWrite(deal, { ...named("R2", "Three"), version: 6 });
    expect(await store.commit("acme", [change])).toEqual({
      ok: false,
      failure: { reason: "stale", write: 0, current: record },
    });
    expect(await store.get("acme", deal, "R2")).toEqual(record);
  });

  it("answers a creation that is sent again, its answer lost, as done", async () => {
    const write = aWrite(deal, named("R3", "Three"));
    await store.commit("acme", [write]);
    expect(await store.commit("acme", [write])).toEqual({ ok: true });
  });

  it("lets one of twenty racing creations have a unique value, and frees it on delete", async () => {
    const writes = Array.from({ length: 20 }, (_, at) =>
      aWrite(unique, named(`U${at}`, "same"), { claims: claimOf("same") }),
    );
    const outcomes = await Promise.all(writes.map((write) => store.commit("acme", [write])));
    const winners = outcomes.flatMap((one, at) => (one.ok ? [at] : []));
    expect(winners).toHaveLength(1);
    const winner = `U${winners[0]}`;
    const failures = outcomes.flatMap((one) => (one.ok ? [] : [one.failure]));
    expect(failures).toEqual(
      Array.from({ length: 19 }, () => ({ reason: "claimed", write: 0, fieldId: nameField, holder: winner })),
    );
    const gone = { ...named(winner, "same"), version: 2 };
    const removal = aWrite(deal, gone, { kind: "delete", releases: claimOf("same"), slotKeys: {} });
    expect(await store.commit("acme", [removal])).toEqual({ ok: true });
    expect(await store.get("acme", deal, winner)).toBeNull();
    expect(await store.deleted("acme", deal, winner)).toEqual(gone);
    const back = { ...gone, version: 3 };
    const restore = aWrite(deal, back, { kind: "restore", expectedVersion: null, claims: claimOf("same") });
    expect(await store.commit("acme", [restore])).toEqual({ ok: true });
    expect(await store.get("acme", deal, winner)).toEqual(back);
    expect(await store.deleted("acme", deal, winner)).toBeNull();
  });

  it("commits several records and their guards wholly or not at all", async () => {
    const first = aWrite(deal, named("G1", "g1"), { guards: [{ object: "deal", id: "none" }] });
    const second = aWrite(deal, named("G2", "g2"));
    expect(await store.commit("acme", [second, first])).toEqual({
      ok: false,
      failure: { reason: "guard", write: 1, missing: { object: "deal", id: "none" } },
    });
    expect(await store.get("acme", deal, "G2")).toBeNull();
    const guarded = { ...first, guards: [{ object: "deal", id: "G2" }] };
    expect(await store.commit("acme", [second, guarded])).toEqual({ ok: true });
  });

  it("loses none of many increments under optimistic locking", async () => {
    const [workers, each] = kind === "native" ? [4, 50] : [4, 10];
    const count = deal.byName.get("score")?.id ?? "";
    await store.commit("acme", [aWrite(deal, aRecord(deal, { id: "N1", values: { [count]: 0 } }))]);
    const increment = async (worker: string): Promise<void> => {
      let current = await store.get("acme", deal, "N1");
      for (let tries = 0; ; tries += 1) {
        if (!current) throw new Error("gone");
        const values = { [count]: Number(current.values[count]) + 1 };
        const write: RecordWrite = aWrite(deal, { ...current, version: current.version + 1, values });
        const causation = { ...write.causation, command: `${worker}.${tries}` };
        const outcome = await store.commit("acme", [{ ...write, causation }]);
        if (outcome.ok) return;
        current = outcome.failure.reason === "stale" ? outcome.failure.current : null;
      }
    };
    const worker = async (name: number): Promise<void> => {
      for (let at = 0; at < each; at += 1) await increment(`${name}.${at}`);
    };
    await Promise.all(Array.from({ length: workers }, (_, at) => worker(at)));
    expect((await store.get("acme", deal, "N1"))?.values[count]).toBe(workers * each);
  });

  it("gives records the key of a new index without a new version, resumably", async () => {
    const ids = ["T1", "T2", "T3"];
    const bare = ids.map((id) => aWrite(deal, named(id, id), { slotKeys: {} }));
    await Promise.all(bare.map((write) => store.commit("touched", [write])));
    const index = deal.indexes.find((one) => one.sort === nameField);
    if (!index) throw new Error("no index by name");
    const backfills = createBackfillStore(testTable.table);
    const rewritten = async (after: string | null) => {
      const page = await backfills.page("touched", deal, { after, limit: 2 });
      const changed = await backfills.rewrite("touched", deal, { items: page.items, drop: new Set() });
      return { changed, after: page.after };
    };
    expect(await rewritten(null)).toEqual({ changed: 2, after: "T2" });
    expect(await rewritten("T2")).toEqual({ changed: 1, after: null });
    expect(await rewritten(null)).toEqual({ changed: 0, after: "T2" });
    const sort = [{ field: "name", direction: "asc" as const }];
    const planned = planQuery({
      object: deal,
      filter: null,
      sort,
      limit: 9,
      columns: ["name"],
      scope: { kind: "all" },
    });
    if (!planned.ok) throw new Error("not planned");
    expect(planned.value.source).toBe(index.slot);
    const request = {
      object: deal,
      plan: planned.value,
      limit: 9,
      position: null,
      reader: pageReader(deal, sort),
    };
    expect((await store.query("touched", request)).items.map((one) => one.id)).toEqual(ids);
    expect((await store.get("touched", deal, "T1"))?.version).toBe(1);
  });

  it("never draws a number twice", async () => {
    const drawn = await Promise.all(
      Array.from({ length: 30 }, () => store.nextNumber("acme", deal, nameField)),
    );
    expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });

  it("pages through any query as the filter in memory would", async () => {
    let workspaces = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(deals, filters, sorts, fc.integer({ min: 1, max: 7 })),
        async ([records, filter, sort, limit]) => {
          workspaces += 1;
          const workspace = `q${kind}${workspaces}`;
          await Promise.all(records.map((one) => store.commit(workspace, [aWrite(deal, one)])));
          const columns = workspaces % 2 === 0 ? ["name"] : null;
          const planned = planQuery({
            object: deal,
            filter,
            sort,
            limit,
            columns,
            scope: { kind: "all" },
            ...moment,
          });
          const resolved = resolveFilter(deal, filter, moment);
          if (!planned.ok || !resolved.ok) throw new Error("not planned");
          const reader = pageReader(deal, sort);
          const found: string[] = [];
          let position: PagePosition | null = null;
          do {
            const page = await store.query(workspace, {
              object: deal,
              plan: planned.value,
              limit,
              position,
              reader,
            });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            if (page.whole)
              expect(page.items).toEqual(page.items.map((one) => records.find((it) => it.id === one.id)));
            found.push(...page.items.map((one) => one.id));
            position = page.position && (JSON.parse(JSON.stringify(page.position)) as PagePosition);
          } while (position !== null);
          const expected = records
            .filter((one) => matchesFilter(deal, resolved.value, one))
            .sort(reader.compare)
            .map((one) => one.id);
          expect(found).toEqual(expected);
          const offset = expected.length > 2 ? 2 : 0;
          const asked = { object: deal, plan: planned.value, reader };
          const jumped = await store.query(workspace, { ...asked, limit, position: null, offset });
          expect(jumped.items.map((one) => one.id)).toEqual(expected.slice(offset, offset + limit));
          const counted = await store.count(workspace, { ...asked, most: 1_000 });
          expect(counted).toMatchObject({ count: expected.length, isMinimum: false });
        },
      ),
      { numRuns: kind === "native" ? 60 : 15, endOnFailure: true },
    );
  });
});
