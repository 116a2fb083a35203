import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSystemClock } from "#functions/adapters/system/clock.ts";
import { aWrite, aRecord, valuesOf } from "#test/builders/record.ts";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";
import { ChangeWorld, thing, type FieldBody, type ObjectBody } from "./change-world.ts";

const WRITERS = 8;
const TURNS = 4;
const RECORDS = 30;
const LONG = 300_000;

let api: ApiUnderTest;
let world: ChangeWorld;

beforeAll(async () => {
  api = await startApi();
  world = new ChangeWorld(api);
  expect(await world.publish(thing)).toBe(true);
  await world.runAll();
  const operations = Array.from({ length: RECORDS }, (_, at) => ({
    op: "create",
    values: { name: `Thing ${at}`, code: `C${at}`, amount: at, stage: "new", notes: `note 备注 ${at}` },
  }));
  expect((await world.admin.post("/objects/thing/bulk", { operations })).status).toBe(200);
}, LONG);
afterAll(() => api.stop());

const changed = (body: ObjectBody, name: string, more: Partial<FieldBody>): ObjectBody => ({
  ...body,
  fields: body.fields.map((one) => (one.apiName === name ? { ...one, ...more } : one)),
});

type Change = readonly [field: string, more: Partial<FieldBody>];

/** Publishes changes of fields; false when it is so already. */
async function makeSo(...changes: readonly Change[]): Promise<boolean> {
  const before = await world.definition();
  const after = changes.reduce((body, [name, more]) => changed(body, name, more), before);
  if (JSON.stringify(after) === JSON.stringify(before)) return false;
  expect(await world.publish(after)).toBe(true);
  return true;
}

/** What one of eight people does: each kind of write, on records of all parts of the object. */
async function writeSomething(who: number, turn: number): Promise<void> {
  const list = await world.admin.post("/objects/thing/query", { limit: 50 });
  const path = `/objects/thing/records/${list.body.items[(who * 5 + turn) % list.body.items.length]?.id}`;
  const named = `${who}-${turn}-${list.body.items.length}`;
  const kinds = [
    () =>
      world.admin.post("/objects/thing/records", {
        values: { name: named, code: randomUUID(), stage: "won" },
      }),
    () => world.admin.patch(path, { values: { amount: who, notes: `turn ${turn} 轮`, stage: "lost" } }, "*"),
    () => world.admin.patch(path, { values: { code: randomUUID() } }, "*"),
    () => world.admin.send("DELETE", path, { headers: { "if-match": "*" } }),
  ];
  const answer = await kinds[(who + turn) % kinds.length]?.();
  expect([200, 201, 204, 404, 409, 412, 422]).toContain(answer?.status);
}

/** Eight people write while the jobs of a publish run, and at least so often. */
async function underWrites(work: Promise<void>): Promise<void> {
  const writer = async (who: number): Promise<void> => {
    for (let turn = 0; turn < TURNS; turn += 1) await writeSomething(who, turn);
  };
  await Promise.all([work, ...Array.from({ length: WRITERS }, (_, who) => writer(who))]);
}

async function statesOf(kind: string): Promise<readonly string[]> {
  const jobs = await world.ports.jobStore.list("acme", 200);
  return jobs.filter((one) => one.kind === kind).map((one) => one.state);
}

describe("P14: backfills under eight writers leave nothing out and nothing twice", () => {
  const rounds: readonly (readonly [string, readonly string[], readonly Change[]])[] = [
    [
      "an index, a unique field and search",
      ["index-build", "unique-build", "search-build"],
      [
        ["amount", { indexed: true }],
        ["code", { unique: true }],
        ["notes", { searchable: true }],
      ],
    ],
    [
      "what goes again",
      ["index-drop", "unique-drop", "search-drop"],
      [
        ["amount", { indexed: false }],
        ["code", { unique: false }],
        ["notes", { searchable: false }],
      ],
    ],
    ["another type", ["convert"], [["amount", { type: "text", settings: {} }]]],
  ];
  it.each(rounds)(
    "%s",
    async (_what, kinds, changes) => {
      await makeSo(...changes);
      expect((await world.openJobs()).map((one) => one.kind)).toEqual(expect.arrayContaining([...kinds]));
      await underWrites(world.runAll());
      expect(await world.findings()).toEqual([]);
      for (const kind of kinds) expect(new Set(await statesOf(kind)), kind).toEqual(new Set(["done"]));
    },
    LONG,
  );
});

/** The job says which record could not have its value, and the field does not count as unique. */
async function expectClash(job: string, record: string): Promise<void> {
  const ended = await world.ports.jobStore.get("acme", job);
  expect(ended).toMatchObject({ state: "failed", errors: [{ code: "not_unique" }] });
  const { body } = await world.admin.get(`/jobs/${job}/errors`);
  expect(body.items).toMatchObject([{ record: { object: "thing", id: record } }]);
  const pointer = await world.ports.metadataStore.pointer("acme");
  expect(Object.values(pointer?.builds ?? {}).map((one) => one.state)).toEqual(["failed"]);
}

describe("a job", () => {
  it(
    "P5: reports two records with one unique value that a late writer left, and does not say it is unique",
    async () => {
      await makeSo(["code", { unique: false }]);
      await world.runAll();
      const old = (await world.ports.models.current("acme"))?.objects.get("thing");
      if (!old) throw new Error("the object is published");
      expect(await makeSo(["code", { unique: true }])).toBe(true);
      const late = ["01JXATE0000000000000000001", "01JXATE0000000000000000002"].map((id) =>
        aRecord(old, { id, values: valuesOf(old, { name: id, code: "TWICE" }) }),
      );
      for (const record of late) await world.ports.recordStore.commit("acme", [aWrite(old, record)]);
      const job = (await world.openJobs()).find((one) => one.kind === "unique-build");
      await world.runAll();
      await expectClash(job?.id ?? "", "01JXATE0000000000000000002");
      const path = "/objects/thing/records/01JXATE0000000000000000002";
      expect(await world.admin.patch(path, { values: { code: "ONCE" } }, "*")).toMatchObject({ status: 200 });
      expect((await world.admin.post(`/jobs/${job?.id}:retry`, {})).status).toBe(200);
      await world.runAll();
      expect((await world.ports.jobStore.get("acme", job?.id ?? ""))?.state).toBe("done");
      expect(await world.findings()).toEqual([]);
    },
    LONG,
  );

  it(
    "P5: a value that was given up while its field was not unique can be taken by somebody else",
    async () => {
      await makeSo(["code", { unique: true }]);
      await world.runAll();
      const values = { name: "holder", code: "GIVEN UP" };
      const holder = await world.admin.post("/objects/thing/records", { values });
      expect(await makeSo(["code", { unique: false }])).toBe(true);
      const path = `/objects/thing/records/${holder.body.id}`;
      expect((await world.admin.patch(path, { values: { code: "OTHER" } }, "*")).status).toBe(200);
      expect(await makeSo(["code", { unique: true }])).toBe(true);
      await world.runAll();
      const taken = await world.admin.post("/objects/thing/records", { values });
      expect(taken.status).toBe(201);
      expect((await world.admin.post("/objects/thing/records", { values })).status).toBe(409);
      expect(await world.findings()).toEqual([]);
    },
    LONG,
  );

  it("is paused, resumed, slowed and cancelled by people, and tells its progress", async () => {
    const started = await world.admin.post("/verify", {});
    expect(started.status).toBe(202);
    const path = `/jobs/${started.body.id}`;
    expect((await world.admin.post(`${path}:pause`, {})).body).toMatchObject({
      state: "paused",
      progress: 0,
    });
    expect((await world.admin.post(`${path}:pause`, {})).status).toBe(409);
    await world.runAll();
    expect((await world.admin.get(path)).body["state"]).toBe("paused");
    expect((await world.admin.post(`${path}:throttle`, { share: 0.5 })).body["share"]).toBe(0.5);
    expect((await world.admin.post(`${path}:throttle`, { share: 2 })).status).toBe(422);
    expect((await world.admin.post(`${path}:resume`, {})).body["state"]).toBe("queued");
    await world.runAll();
    expect((await world.admin.get(path)).body).toMatchObject({ state: "done", progress: 1 });
    expect((await world.admin.post(`${path}:cancel`, {})).status).toBe(409);
    // A job of others is not there for somebody who may not configure.
    expect((await api.as("reader@acme").get(path)).status).toBe(404);
    expect((await api.as("reader@acme").post(`${path}:cancel`, {})).status).toBe(404);
  });

  it(
    "of two deliveries, only the newer one goes on",
    async () => {
      await makeSo(["notes", { searchable: true }]);
      const [job] = await world.openJobs();
      if (!job) throw new Error("a job was started");
      await Promise.all([world.run(job), world.run(job), world.run(job)]);
      await world.runAll();
      const ended = await world.ports.jobStore.get("acme", job.id);
      expect(ended?.state).toBe("done");
      expect(await world.findings()).toEqual([]);
      await world.run({ ...job, ticket: 0 });
      expect(await world.ports.jobStore.get("acme", job.id)).toEqual(ended);
    },
    LONG,
  );

  it(
    "hands on to a later delivery when its time is up, as often as needed",
    async () => {
      await makeSo(["notes", { searchable: true }]);
      await world.runAll();
      await makeSo(["notes", { searchable: false }]);
      const [job] = await world.openJobs();
      if (!job) throw new Error("a job was started");
      const short = {
        ...world.ports,
        clock: createSystemClock(),
        jobLimits: { chunk: 5, invocationMs: -1, settleMs: 0 },
      };
      await world.run(job, short);
      const handed = await world.ports.jobStore.get("acme", job.id);
      expect(handed).toMatchObject({ state: "running", ticket: 2, worker: null });
      await world.runAll();
      expect(await world.findings()).toEqual([]);
    },
    LONG,
  );
});
