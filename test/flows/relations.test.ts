import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { RelationsWorld } from "./relations-world.ts";

let api: ApiUnderTest;
let admin: Client;
let world: RelationsWorld;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new RelationsWorld(admin);
  await world.publishObjects();
}, 60_000);
afterAll(() => api.stop());

it("a detail has its master's owner, and keeps its master", async () => {
  const project = await world.create("project", { name: "mine" });
  const task = await world.create("task_item", { name: "t", project });
  const missing = await admin.post("/objects/task_item/records", { values: { name: "none" } });
  expect(missing.body.errors.map((one) => [one["pointer"], one.code])).toEqual([
    ["/values/project", "required"],
  ]);
  await world.change("project", project, { owner: "north1" });
  await api.derived();
  const read = await admin.get(`/objects/task_item/records/${task}`);
  expect(read.body.owner).toBe("north1");
  const next = await world.create("task_item", { name: "t2", project });
  expect((await admin.get(`/objects/task_item/records/${next}`)).body.owner).toBe("north1");
  const given = await world.change("task_item", task, { owner: "south1" });
  expect([given.status, given.body.errors[0]?.code]).toEqual([422, "owner_follows"]);
  const other = await world.create("project", { name: "other" });
  const moved = await world.change("task_item", task, { values: { project: other } });
  expect([moved.status, moved.body.errors[0]?.code]).toEqual([422, "master_fixed"]);
});

it("a hierarchy never closes a circle, not even by two moves at once", async () => {
  const ids: string[] = [];
  for (let level = 0; level < 11; level += 1)
    ids.push(
      await world.create("company", { name: `h${level}`, ...(level > 0 ? { parent: ids[level - 1] } : {}) }),
    );
  const circle = await world.change("company", ids[0] ?? "", { values: { parent: ids[2] } });
  expect([circle.status, circle.body.errors[0]?.code]).toEqual([422, "cycle"]);
  const self = await world.change("company", ids[0] ?? "", { values: { parent: ids[0] } });
  expect(self.body.errors[0]?.code).toBe("cycle");
  const deep = await admin.post("/objects/company/records", { values: { name: "x", parent: ids[10] } });
  expect([deep.status, deep.body.errors[0]?.code]).toEqual([422, "too_deep"]);
  for (let turn = 0; turn < 6; turn += 1) {
    const a = await world.create("company", { name: "a" });
    const b = await world.create("company", { name: "b" });
    const both = await Promise.all([
      world.change("company", a, { values: { parent: b } }),
      world.change("company", b, { values: { parent: a } }),
    ]);
    expect(both.map((one) => one.status)).not.toEqual([200, 200]);
  }
});

it("many-to-many and polymorphic references are checked, found from the other side, and left by deleted records", async () => {
  const [a, b] = [await world.create("company", { name: "a" }), await world.create("company", { name: "b" })];
  const project = await world.create("project", {
    name: "p",
    members: [a, b],
    about: { object: "company", id: a },
  });
  const wrong = await admin.post("/objects/project/records", { values: { name: "x", members: ["nobody"] } });
  expect([wrong.status, wrong.body.errors[0]?.["pointer"]]).toEqual([422, "/values/members"]);
  const bare = await admin.post("/objects/project/records", { values: { name: "x", about: a } });
  expect(bare.status).toBe(422);
  const found = await admin.post("/objects/project/query", {
    filter: { field: "members", op: "contains", value: b },
  });
  expect(found.body.items.map((one) => one.id)).toEqual([project]);
  const gone = await admin.send("DELETE", `/objects/company/records/${a}`, { headers: { "if-match": "*" } });
  expect(gone.status, gone.text).toBe(204);
  await api.derived();
  expect(await world.valuesOf("project", project)).toMatchObject({ members: [b], about: null });
});

it("R12: a deletion that many follow is a job, goes on after a crash, and is brought back whole", async () => {
  const project = await world.create("project", { name: "large" });
  const operations = Array.from({ length: 120 }, (_, at) => ({
    op: "create",
    values: { name: `t${at}`, project },
  }));
  const made = await admin.post("/objects/task_item/bulk", { operations });
  expect(made.body.results.filter((one) => one.status === 201).length, made.text.slice(0, 400)).toBe(120);
  await api.derived();
  const gone = await admin.send("DELETE", `/objects/project/records/${project}`, {
    headers: { "if-match": "*" },
  });
  expect(gone.status, gone.text).toBe(202);
  const job = String(gone.body["job"]);
  await expect(world.runJobOf(job, { failAfter: 2 })).rejects.toThrow("killed");
  expect((await admin.get(`/objects/project/records/${project}`)).status).toBe(200);
  expect(await world.tasksOf(project)).toBeGreaterThan(40);
  await world.runJobOf(job, { failAfter: Infinity });
  expect((await admin.get(`/jobs/${job}`)).body).toMatchObject({ state: "done", progress: 1 });
  expect((await admin.get(`/objects/project/records/${project}`)).status).toBe(404);
  expect(await world.tasksOf(project)).toBe(0);
  await api.derived();
  expect((await admin.post(`/objects/project/records/${project}:restore`, {})).status).toBe(200);
  const jobs = await admin.get("/jobs");
  const restore = jobs.body.items.find((one) => one["kind"] === "undo" && one["state"] === "queued");
  await world.runJobOf(restore?.id ?? "", { failAfter: Infinity });
  expect(await world.tasksOf(project)).toBe(120);
}, 120_000);
