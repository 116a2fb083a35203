import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilterAtom } from "#engine";
import { createCallerSource } from "#functions/operations/access/load-caller.ts";
import { composeJobs } from "#functions/compose/jobs.ts";
import { queryRecords } from "#functions/operations/records/query-records.ts";
import { verifyWorkspace } from "#functions/operations/verify/verify-workspace.ts";
import { startApi, type ApiUnderTest, type Body, type Client, type Seen } from "./api-under-test.ts";
import { field, label, RelationsWorld } from "./relations-world.ts";
import { runOpenJobs } from "./run-open-jobs.ts";

const DEPOTS = 520;
const PARCELS = 300;
const kinds = ["small", "large", "flat"];
const kindOf = (at: number) => kinds[at % kinds.length] ?? "";
const weightOf = (at: number) => (at * 37) % 500;

let api: ApiUnderTest;
let admin: Client;
let world: RelationsWorld;

const parcelFields = [
  {
    ...field("kind", "select", { options: kinds.map((value) => ({ value, label: label(value) })) }),
    indexed: true,
  },
  { ...field("weight", "number"), indexed: true },
  field("height", "number"),
  field("city", "text"),
  field("notes", "longText"),
  field("depot", "relation", { target: "depot", onDelete: "clear" }),
];

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new RelationsWorld(admin);
  await world.putObject("depot", [field("region", "text"), field("size", "number")]);
  await world.putObject("parcel", parcelFields);
  await world.publish();
  const depots = await inBulk("depot", DEPOTS, (at) => ({
    values: { name: `仓 ${at}`, region: at < 20 ? "north" : "south", size: at },
  }));
  await inBulk("parcel", PARCELS, (at) => ({
    values: {
      name: `件 ${String(at).padStart(3, "0")}`,
      kind: kindOf(at),
      weight: weightOf(at),
      height: at % 7,
      ...(at % 10 === 0 ? {} : { depot: depots[at % DEPOTS] }),
    },
    owner: at % 100 === 0 ? "solo" : at % 2 === 0 ? "north1" : "south1",
  }));
  await api.derived();
}, 180_000);
afterAll(() => api.stop());

async function inBulk(
  object: string,
  count: number,
  make: (at: number) => object,
): Promise<readonly string[]> {
  const operations = Array.from({ length: count }, (_, at) => ({ op: "create", ...make(at) }));
  const made = await admin.post(`/objects/${object}/bulk`, { operations });
  expect(made.body.results.filter((one) => one.status !== 201)).toEqual([]);
  return made.body.results.map((one) => one.id);
}

const ask = (client: Client, body: object): Promise<Seen> => client.post("/objects/parcel/query", body);
const namesOf = (seen: Seen) => seen.body.items.map((one) => String(one.values["name"]));
const numbersOf = (seen: Seen) => namesOf(seen).map((one) => Number(one.slice(2)));
const explained = (seen: Seen) => seen.body["explain"] as Body;
const all = Array.from({ length: PARCELS }, (_, at) => at);

/** Every page's rows, in order. */
async function everyRow(client: Client, body: object): Promise<readonly number[]> {
  const rows: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Seen = await ask(client, { ...body, cursor });
    expect(page.status, page.text).toBe(200);
    rows.push(...numbersOf(page));
    cursor = page.body.cursor;
  } while (cursor !== null);
  return rows;
}

const heavyFirst = [{ field: "weight", direction: "desc" }];
const byWeight = (numbers: readonly number[]) => [...numbers].sort((a, b) => weightOf(b) - weightOf(a));

describe("a page", () => {
  it("narrowed by one indexed field and ordered by another is one range of one index", async () => {
    const filter = { field: "kind", op: "eq", value: "flat" };
    const page = await ask(admin, { filter, sort: heavyFirst, fields: ["name"], limit: 50, explain: true });
    expect(numbersOf(page).map(weightOf)).toEqual(
      byWeight(all.filter((at) => kindOf(at) === "flat"))
        .slice(0, 50)
        .map(weightOf),
    );
    expect(explained(page)).toMatchObject({
      ...{ mode: "walk", ranges: 1, residual: null, hydrate: false, advice: null },
      indexes: [{ equal: ["kind"], sort: "weight" }],
    });
    expect(explained(page)["itemsRead"]).toBeLessThanOrEqual(51);
  });

  it("of alternatives in different fields takes each record once", async () => {
    const filter = {
      or: [
        { field: "weight", op: "between", value: [0, 20] },
        { field: "owner", op: "eq", value: "solo" },
      ],
    };
    const rows = await everyRow(admin, { filter, fields: ["name"], limit: 7 });
    const expected = all.filter((at) => weightOf(at) <= 20 || at % 100 === 0);
    expect([...rows].sort((a, b) => a - b)).toEqual(expected);
  });

  it("jumps to a window, and says how many there are", async () => {
    const body = { sort: heavyFirst, fields: ["name", "weight"], limit: 10 };
    const whole = await ask(admin, { ...body, limit: 200 });
    const jumped = await ask(admin, { ...body, offset: 120, count: true, explain: true });
    expect(namesOf(jumped)).toEqual(namesOf(whole).slice(120, 130));
    expect(jumped.body.count).toBe(PARCELS);
    const onwards = await ask(admin, { ...body, cursor: jumped.body.cursor });
    expect(namesOf(onwards)).toEqual(namesOf(whole).slice(130, 140));
    const sorted = await ask(admin, {
      ...body,
      sort: [{ field: "height", direction: "asc" }],
      offset: PARCELS - 5,
    });
    expect(namesOf(sorted)).toHaveLength(5);
  });

  it("tells what it read, what it would have read otherwise, and which index would help", async () => {
    const filter = { field: "height", op: "eq", value: 3 };
    const sort = [{ field: "city", direction: "asc" }];
    const page = await ask(admin, { filter, sort, fields: ["name"], explain: true });
    const explain = explained(page);
    expect(explain).toMatchObject({ mode: "collect", advice: { equal: ["height"], sort: "city" } });
    expect(Number(explain["capacity"])).toBeGreaterThan(0);
    expect((explain["estimate"] as { rows: number }).rows).toBe(PARCELS);
    expect((explain["alternatives"] as unknown[]).length).toBeGreaterThan(0);
  });
});

describe("through a relation", () => {
  it("a condition that few related records meet becomes a list of them", async () => {
    const filter = { field: "depot.region", op: "eq", value: "north" };
    const rows = await everyRow(admin, { filter, fields: ["name"], limit: 9 });
    const expected = all.filter((at) => at % 10 !== 0 && at % DEPOTS < 20);
    expect([...rows].sort((a, b) => a - b)).toEqual(expected);
  });

  it("one that too many meet is decided record by record, inside or and not too", async () => {
    const south = { field: "depot.region", op: "eq", value: "south" };
    const isSouth = (at: number) => at % 10 !== 0 && at % DEPOTS >= 20;
    const light = { field: "weight", op: "lt", value: 50 };
    const cases: readonly (readonly [object, (at: number) => boolean])[] = [
      [south, isSouth],
      [{ not: south }, (at) => !isSouth(at)],
      [{ or: [{ not: south }, light] }, (at) => !isSouth(at) || weightOf(at) < 50],
      [{ and: [south, light] }, (at) => isSouth(at) && weightOf(at) < 50],
    ];
    for (const [filter, meets] of cases) {
      const rows = await everyRow(admin, { filter, sort: heavyFirst, fields: ["name"], limit: 150 });
      expect(rows.map(weightOf)).toEqual(byWeight(all.filter(meets)).map(weightOf));
      const counted = await ask(admin, { filter, limit: 1, count: true });
      expect(counted.body.count).toBe(all.filter(meets).length);
    }
  });
});

/** A condition, and whether a parcel meets it. */
interface Case {
  readonly filter: object;
  readonly meets: (at: number) => boolean;
}

const regionOf = (at: number) => (at % 10 === 0 ? null : at % DEPOTS < 20 ? "north" : "south");
const atoms: fc.Arbitrary<Case> = fc.oneof(
  fc.constantFrom("north", "south").map((value) => ({
    filter: { field: "depot.region", op: "eq", value },
    meets: (at: number) => regionOf(at) === value,
  })),
  fc.constantFrom("north", "south").map((value) => ({
    filter: { field: "depot.region", op: "ne", value },
    meets: (at: number) => regionOf(at) !== null && regionOf(at) !== value,
  })),
  fc.constantFrom(...kinds).map((value) => ({
    filter: { field: "kind", op: "eq", value },
    meets: (at: number) => kindOf(at) === value,
  })),
  fc.integer({ min: 0, max: 500 }).map((value) => ({
    filter: { field: "weight", op: "lt", value },
    meets: (at: number) => weightOf(at) < value,
  })),
  fc.integer({ min: 0, max: 6 }).map((value) => ({
    filter: { field: "height", op: "gte", value },
    meets: (at: number) => at % 7 >= value,
  })),
);
const trees: fc.Arbitrary<Case> = fc.letrec<{ tree: Case }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atoms,
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      filter: { and: parts.map((one) => one.filter) },
      meets: (at: number) => parts.every((one) => one.meets(at)),
    })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      filter: { or: parts.map((one) => one.filter) },
      meets: (at: number) => parts.some((one) => one.meets(at)),
    })),
    tie("tree").map(({ filter, meets }) => ({ filter: { not: filter }, meets: (at: number) => !meets(at) })),
  ),
})).tree;

it("any tree of conditions, through relations too, finds what a look at every record finds", async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.boolean(), async ({ filter, meets }, isSorted) => {
      const sort = isSorted ? heavyFirst : [];
      const rows = await everyRow(admin, { filter, sort, fields: ["name"], limit: 200 });
      expect([...rows].sort((a, b) => a - b)).toEqual(all.filter(meets));
      const { body } = await ask(admin, { filter, limit: 1, count: true });
      expect(body.count).toBe(all.filter(meets).length);
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe("a cursor", () => {
  it("skips and repeats no unchanged row while others are written, changed and deleted", async () => {
    const before = await everyRow(admin, {
      filter: { field: "name", op: "startsWith", value: "件" },
      limit: 200,
    });
    const body = { sort: heavyFirst, fields: ["name"], limit: 40 };
    const seen: string[] = [];
    let cursor: string | null = null;
    let turn = 0;
    do {
      const page: Seen = await ask(admin, { ...body, cursor });
      seen.push(...namesOf(page).filter((one) => one.startsWith("件")));
      cursor = page.body.cursor;
      turn += 1;
      const values = { name: `新 ${turn}`, kind: "small", weight: (turn * 91) % 500 };
      const made = await admin.post("/objects/parcel/records", { values });
      await admin.patch(`/objects/parcel/records/${made.body.id}`, { values: { weight: 499 } }, "*");
      if (turn % 2 === 0)
        await admin.send("DELETE", `/objects/parcel/records/${made.body.id}`, {
          headers: { "if-match": "*" },
        });
    } while (cursor !== null);
    expect(seen).toHaveLength(new Set(seen).size);
    expect(new Set(seen).size).toBe(before.length);
  });

  it("Q08: of another person, another question or an edited one is refused", async () => {
    const body = { sort: heavyFirst, fields: ["name"], limit: 5 };
    const cursor = String((await ask(admin, body)).body.cursor);
    const edited = `${cursor.slice(0, -2)}${cursor.endsWith("A") ? "BB" : "AA"}`;
    const filter = { field: "weight", op: "gt", value: 1 };
    for (const [client, asked] of [
      [api.as("reader@acme"), { ...body, cursor }],
      [api.as("solo@acme"), { ...body, cursor }],
      [admin, { ...body, cursor: edited }],
      [admin, { ...body, cursor, filter }],
      [admin, { ...body, cursor, sort: [{ field: "weight", direction: "asc" }] }],
    ] as const) {
      expect(await ask(client, asked)).toMatchObject({ status: 400, body: { code: "bad_cursor" } });
    }
    expect(cursor).not.toContain("weight");
  });
});

describe("access", () => {
  it("Q01, Q02, Q03: a hidden field is named nowhere, the same as one that does not exist", async () => {
    const blind = api.as("blind@acme");
    for (const name of ["amount", "ghost", "account.industry", "account.ghost"]) {
      const atom: FilterAtom = { field: name, op: "isEmpty" };
      for (const body of [
        { fields: [name] },
        { filter: atom },
        { filter: { not: { or: [atom, atom] } } },
        { sort: [{ field: name, direction: "asc" }] },
      ]) {
        const answer = await blind.post("/objects/deal/query", body);
        expect(answer, name).toMatchObject({ status: 403, body: { code: "field_forbidden" } });
      }
    }
    const whole = await blind.post("/objects/deal/query", { limit: 200 });
    expect(whole.text).not.toContain('"amount"');
  });

  it("Q07: rows and counts are those within reach, by the owner's own index", async () => {
    const solo = api.as("solo@acme");
    const page = await ask(solo, {
      sort: heavyFirst,
      fields: ["name"],
      limit: 50,
      count: true,
      explain: true,
    });
    expect(page.body.count).toBe(PARCELS / 100);
    expect([...numbersOf(page)].sort((a, b) => a - b)).toEqual(all.filter((at) => at % 100 === 0));
    expect(explained(page)).toMatchObject({
      indexes: [{ equal: ["owner"], sort: "weight" }],
      residual: null,
    });
    const whole = await ask(admin, { sort: heavyFirst, fields: ["name"], limit: 50, explain: true });
    expect(Number(explained(page)["capacity"])).toBeLessThanOrEqual(2 * Number(explained(whole)["capacity"]));
  });
});

describe("Q10, Q11, Q12: refused before anything is read", () => {
  const values = Array.from({ length: 100_000 }, (_, at) => at);
  const clauses = Array.from({ length: 10_000 }, () => ({ field: "weight", op: "eq", value: 1 }));
  const cases: readonly (readonly [string, object])[] = [
    ["a negative limit", { limit: -1 }],
    ["no rows", { limit: 0 }],
    ["a billion rows", { limit: 1e9 }],
    ["half a row", { limit: 1.5 }],
    ["a negative offset", { offset: -1 }],
    ["an offset too far", { offset: 10_001 }],
    ["an offset and a cursor", { offset: 5, cursor: "abcdefgh.abc" }],
    ["10,000 clauses", { filter: { and: clauses } }],
    ["100,000 values", { filter: { field: "weight", op: "in", value: values } }],
    ["a long path", { filter: { field: "a.b.c.d", op: "eq", value: 1 } }],
    ["a regular expression", { filter: { field: "weight", op: "regex", value: ".*" } }],
    ["an operator as a value", { filter: { field: "weight", op: "eq", value: { $gt: "" } } }],
    ["a typed value", { filter: { field: "name", op: "eq", value: { S: "x" } } }],
    ["a method", { filter: { field: "weight", op: "eq", value: { toString: 1 } } }],
    [
      "an expression as a field",
      { filter: { field: "#n = :v OR attribute_exists(pk)", op: "eq", value: 1 } },
    ],
    ["a statement in the order", { sort: [{ field: "weight; drop", direction: "asc" }] }],
  ];
  it.each(cases)("%s", async (_name, body) => {
    expect((await ask(admin, body)).status).toBe(400);
  });

  it("Q12: text that looks like an expression is text", async () => {
    for (const value of ["#n = :v OR true", "attribute_exists(pk)", "' OR '1'='1"]) {
      const page = await ask(admin, { filter: { field: "name", op: "eq", value } });
      expect([page.status, page.body.items]).toEqual([200, []]);
    }
  });
});

/** Publishes the object with these indexes, and builds or clears what that asks for. */
async function publishIndexes(indexes: readonly object[]): Promise<void> {
  const { body } = await admin.get("/metadata");
  const documents = body["documents"] as { kind: string; apiName: string; body: object }[];
  const parcel = documents.find((one) => one.kind === "object" && one.apiName === "parcel")?.body;
  const { indexes: _before, ...rest } = { indexes: [], ...parcel };
  const changed = indexes.length > 0 ? { ...rest, indexes } : rest;
  const put = await admin.send("PUT", "/metadata/draft/object/parcel", { body: changed });
  expect([put.status, put.text]).toEqual([200, put.text]);
  await world.publish();
  await runOpenJobs();
}

describe("an index", () => {
  it("is asked for where a query would read more than its budget, and answers it once it is there", async () => {
    const filter = { field: "height", op: "eq", value: 3 } as const;
    const sort = [{ field: "city", direction: "asc" }] as const;
    const { recordStore } = api.context;
    const sparing = {
      ...api.context,
      recordStore: {
        ...recordStore,
        query: ((workspace, request) =>
          recordStore.query(workspace, {
            ...request,
            plan: { ...request.plan, budget: 100 },
          })) satisfies typeof recordStore.query,
      },
    };
    const callers = createCallerSource(api.context);
    const asked = async () => {
      api.context.models.invalidate("acme");
      const caller = await callers.caller("acme", "admin");
      if (!caller) throw new Error("the admin is known");
      const request = { filter, sort, fields: ["name"], limit: 50, offset: 0, cursor: null, count: false };
      return queryRecords(sparing, caller, { object: "parcel", ...request, explain: true });
    };
    const refused = await asked();
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ code: "needs_index", details: { advice: { equal: ["height"], sort: "city" } } }],
    });
    const indexes = [{ apiName: "by_height", equal: ["height"], sort: "city" }];
    await publishIndexes(indexes);
    const answered = await asked();
    expect(answered).toMatchObject({ ok: true, value: { explain: { mode: "walk", residual: null } } });
    expect(answered.ok && answered.value.items.length).toBe(all.filter((at) => at % 7 === 3).length);
    await publishIndexes([]);
    expect(await asked()).toMatchObject({ ok: false, problems: [{ code: "needs_index" }] });
    await api.derived();
    const report = await verifyWorkspace(composeJobs(), { workspace: "acme", repair: false });
    expect(report?.findings).toEqual([]);
  }, 120_000);
});
