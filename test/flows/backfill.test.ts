import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSystemClock } from "#functions/adapters/system/clock.ts";
import { aWrite, aRecord, valuesOf } from "#test/builders/record.ts";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";
import { ChangeWorld, thing, type FieldBody, type ObjectBody } from "./change-world.ts";

const WRITERS = 8;
const RECORDS = 40;
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

/** Eight people change, create and delete while the jobs of a publish run. */
async function underWrites(work: Promise<void>): Promise<void> {
  let running = true;
  const done = work.finally(() => (running = false));
  let at = 0;
  const writer = async (who: number): Promise<void> => {
    const list = await world.admin.post("/objects/thing/query", { limit: 50 });
    for (let turn = 0; running || turn < 2; turn += 1) {
      const target = list.body.items[(who * 7 + turn) % list.body.items.length];
      at += 1;
      if (turn % 3 === 0)
        await world.admin.post("/objects/thing/records", {
          values: { name: `w${at}`, code: `W${who}-${turn}-${Date.now()}`, stage: "won" },
        });
      else if (turn % 7 === 5)
        await world.admin.send("DELETE", `/objects/thing/records/${target?.id}`, {
          headers: { "if-match": "*" },
        });
      else
        await world.admin.patch(
          `/objects/thing/records/${target?.id}`,
          { values: { amount: at, notes: `turn ${at} 轮`, stage: "lost" } },
          "*",
        );
      if (turn > 5) return;
    }
  };
  await Promise.all([done, ...Array.from({ length: WRITERS }, (_, who) => writer(who))]);
}

async function statesOf(kind: string): Promise<readonly string[]> {
  const jobs = await world.ports.jobStore.list("acme", 200);
  return jobs.filter((one) => one.kind === kind).map((one) => one.state);
}

describe("P14: a backfill under eight writers leaves nothing out and nothing twice", () => {
  const changes: readonly [string, string, string, Partial<FieldBody>][] = [
    ["an index", "index-build", "amount", { indexed: true }],
    ["a unique field", "unique-build", "code", { unique: true }],
    ["search", "search-build", "notes", { searchable: true }],
    ["a field no longer searched", "search-drop", "notes", { searchable: false }],
    ["an index that goes", "index-drop", "amount", { indexed: false }],
    ["a field no longer unique", "unique-drop", "code", { unique: false }],
    ["another type", "convert", "amount", { type: "text", settings: {} }],
  ];
  it.each(changes)(
    "%s",
    async (_what, kind, name, more) => {
      expect(await world.publish(changed(await world.definition(), name, more))).toBe(true);
      expect((await world.openJobs()).map((one) => one.kind)).toContain(kind);
      await underWrites(world.runAll());
      expect(await world.findings()).toEqual([]);
      expect(await statesOf(kind)).toEqual(expect.arrayContaining(["done"]));
    },
    LONG,
  );
});

describe("a job", () => {
  it(
    "P5: reports two records with one unique value that a late writer left, and does not say it is unique",
    async () => {
      await world.publish(changed(await world.definition(), "code", { unique: false }));
      await world.runAll();
      const old = (await world.ports.models.current("acme"))?.objects.get("thing");
      if (!old) throw new Error("the object is published");
      expect(await world.publish(changed(await world.definition(), "code", { unique: true }))).toBe(true);
      const late = ["01JXATE0000000000000000001", "01JXATE0000000000000000002"].map((id) =>
        aRecord(old, { id, values: valuesOf(old, { name: id, code: "TWICE" }) }),
      );
      for (const record of late) await world.ports.recordStore.commit("acme", [aWrite(old, record)]);
      const [job] = (await world.openJobs()).filter((one) => one.kind === "unique-build");
      await world.runAll();
      const ended = await world.ports.jobStore.get("acme", job?.id ?? "");
      expect(ended).toMatchObject({ state: "failed", errors: [{ code: "not_unique" }] });
      const { body } = await world.admin.get(`/jobs/${job?.id}/errors`);
      expect(body.items).toMatchObject([{ record: { object: "thing", id: "01JXATE0000000000000000002" } }]);
      const pointer = await world.ports.metadataStore.pointer("acme");
      expect(Object.values(pointer?.builds ?? {}).map((one) => one.state)).toEqual(["failed"]);
      await world.admin.patch(
        "/objects/thing/records/01JXATE0000000000000000002",
        { values: { code: "ONCE" } },
        "*",
      );
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
      await world.publish(changed(await world.definition(), "code", { unique: true }));
      await world.runAll();
      const values = { name: "holder", code: "GIVEN UP" };
      const holder = await world.admin.post("/objects/thing/records", { values });
      await world.publish(changed(await world.definition(), "code", { unique: false }));
      const path = `/objects/thing/records/${holder.body.id}`;
      expect((await world.admin.patch(path, { values: { code: "OTHER" } }, "*")).status).toBe(200);
      await world.publish(changed(await world.definition(), "code", { unique: true }));
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
    expect((await api.as("reader@acme").post(`${path}:cancel`, {})).status).toBe(403);
  });

  it(
    "of two deliveries, only the newer one goes on",
    async () => {
      await world.publish(changed(await world.definition(), "notes", { searchable: true }));
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
      await world.publish(changed(await world.definition(), "notes", { searchable: false }));
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
