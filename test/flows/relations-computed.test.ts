import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { companyFields, field, label, projectFields, RelationsWorld } from "./relations-world.ts";

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

it("F08: a formula follows the records it reads through relations, several hops away", async () => {
  const top = await world.create("company", { name: "top", industry: "energy" });
  const company = await world.create("company", { name: "c", industry: "retail", parent: top });
  const project = await world.create("project", { name: "p", company });
  const task = await world.create("task_item", { name: "t", project });
  expect(await world.valuesOf("project", project)).toMatchObject({ sector: "retail", above: "energy!" });
  expect(await world.valuesOf("task_item", task)).toMatchObject({ sector: "retail" });
  await world.change("company", company, { values: { industry: "bank" } });
  await world.change("company", top, { values: { industry: "water" } });
  await api.derived();
  expect(await world.valuesOf("project", project)).toMatchObject({ sector: "bank", above: "water!" });
  expect(await world.valuesOf("task_item", task)).toMatchObject({ sector: "bank" });
  const found = await admin.post("/objects/project/query", {
    filter: { field: "sector", op: "eq", value: "bank" },
  });
  expect(found.body.items.map((one) => one.id)).toEqual([project]);
  await world.change("project", project, { values: { company: null } });
  await api.derived();
  expect(await world.valuesOf("project", project)).toMatchObject({ sector: null, above: null });
  expect(await world.valuesOf("task_item", task)).toMatchObject({ sector: null });
});

it("roll-ups count records that are made, changed, moved, deleted and restored", async () => {
  const one = await world.create("company", { name: "one" });
  const two = await world.create("company", { name: "two" });
  expect(await world.valuesOf("company", one)).toMatchObject({
    projects: 0,
    worth: null,
    most: null,
    big: 0,
    rank: 1,
  });
  const price = (amount: string, currency = "CNY") => ({ amount, currency });
  const a = await world.create("project", { name: "a", company: one, price: price("10.50"), score: 4 });
  const b = await world.create("project", { name: "b", company: one, price: price("0.25"), score: 12 });
  await world.create("project", { name: "c", company: one });
  await api.derived();
  expect(await world.valuesOf("company", one)).toMatchObject({
    projects: 3,
    worth: price("10.75"),
    most: 12,
    big: 1,
    mean: 8,
    rank: 7,
  });
  await world.change("project", b, { values: { company: two, score: 9 } });
  await api.derived();
  expect(await world.valuesOf("company", one)).toMatchObject({
    projects: 2,
    worth: price("10.50"),
    most: 4,
    big: 0,
  });
  expect(await world.valuesOf("company", two)).toMatchObject({
    projects: 1,
    worth: price("0.25"),
    most: 9,
    mean: 9,
  });
  const gone = await admin.send("DELETE", `/objects/project/records/${a}`, { headers: { "if-match": "*" } });
  expect(gone.status).toBe(204);
  await api.derived();
  expect(await world.valuesOf("company", one)).toMatchObject({
    projects: 1,
    worth: null,
    most: null,
    mean: null,
  });
  await admin.post(`/objects/project/records/${a}:restore`, {});
  await api.derived();
  expect(await world.valuesOf("company", one)).toMatchObject({ projects: 2, worth: price("10.50"), most: 4 });
  await world.change("project", b, { values: { company: one, price: price("1", "USD") } });
  await api.derived();
  expect(await world.valuesOf("company", one)).toMatchObject({ projects: 3, worth: null });
  const most = await admin.post("/objects/company/query", {
    filter: { field: "projects", op: "gte", value: 3 },
    sort: [{ field: "projects", direction: "desc" }],
  });
  expect(most.body.items.map((item) => item.id)).toContain(one);
});

it("eight writers at once leave roll-ups that equal a recount", async () => {
  const companies = [
    await world.create("company", { name: "w1" }),
    await world.create("company", { name: "w2" }),
  ];
  const writer = async (at: number) => {
    const mine: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const company = companies[(at + turn) % 2];
      if (turn % 3 === 2) {
        await world.change("project", mine[turn % mine.length] ?? "", { values: { company, score: turn } });
      } else if (turn % 5 === 4) {
        const id = mine.shift() ?? "";
        await admin.send("DELETE", `/objects/project/records/${id}`, { headers: { "if-match": "*" } });
      } else {
        mine.push(await world.create("project", { name: `w${at}.${turn}`, company, score: at * 10 + turn }));
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, at) => writer(at)));
  await api.derived();
  for (const company of companies) {
    const records = await admin.post("/objects/project/query", {
      filter: { field: "company", op: "eq", value: company },
      limit: 200,
    });
    const scores = records.body.items.map((one) => Number(one.values["score"]));
    const expected = {
      projects: scores.length,
      most: Math.max(...scores),
      big: scores.filter((one) => one >= 10).length,
      rank: scores.length * 2 + 1,
    };
    expect(scores.length).toBeGreaterThan(5);
    expect(await world.valuesOf("company", company)).toMatchObject(expected);
  }
}, 60_000);

it("a roll-up and a formula added later count and read what was there before", async () => {
  const company = await world.create("company", { name: "old", industry: "steel" });
  await world.create("project", { name: "o1", company, score: 3 });
  await world.create("project", { name: "o2", company, score: 4 });
  await api.derived();
  const of = { object: "project", field: "company", fn: "sum", of: "score", result: "number" };
  await world.putObject("company", [...companyFields, field("total", "rollup", of)]);
  const tag = { expression: "record.company.name + '/' + record.name", result: "text" };
  await world.putObject("project", [...projectFields, field("tag", "formula", tag)]);
  await world.publish();
  const jobs = await admin.get("/jobs");
  const builds = jobs.body.items.filter(
    (one) => one["kind"] === "relations-build" && one["state"] === "queued",
  );
  expect(builds.length).toBe(2);
  for (const one of builds) await world.runJobOf(one.id, { failAfter: Infinity });
  expect(await world.valuesOf("company", company)).toMatchObject({ total: 7 });
  const found = await admin.post("/objects/project/query", {
    filter: { field: "company", op: "eq", value: company },
  });
  expect(found.body.items.map((one) => one.values["tag"]).sort()).toEqual(["old/o1", "old/o2"]);
}, 60_000);

it("Q05: a computed value is hidden from those who may not read what it is made of", async () => {
  const hidden = {
    company: { read: true, scope: "all", fields: { industry: "none", "*": "read" } },
    project: { read: true, scope: "all", fields: { score: "none", "*": "read" } },
    task_item: { read: true, scope: "all" },
  };
  const body = { apiName: "reader", label: label("reader"), objects: hidden };
  const put = await admin.send("PUT", "/metadata/draft/role/reader", { body });
  expect(put.status, put.text).toBeLessThan(300);
  await world.publish();
  const company = await world.create("company", { name: "q", industry: "secret" });
  const project = await world.create("project", { name: "q", company, score: 5 });
  const reader = api.as("reader@acme");
  const seen = await reader.get(`/objects/project/records/${project}`);
  expect(Object.keys(seen.body.values)).not.toContain("sector");
  expect(Object.keys(seen.body.values)).not.toContain("score");
  const parent = await reader.get(`/objects/company/records/${company}`);
  expect(Object.keys(parent.body.values)).toContain("projects");
  expect(Object.keys(parent.body.values)).not.toContain("most");
  const asked = await reader.post("/objects/project/query", {
    filter: { field: "sector", op: "eq", value: "secret" },
  });
  expect(asked.status).toBe(403);
});

it("M07: computations that go round in a circle are refused with the way round", async () => {
  const of = { object: "project", field: "company", fn: "sum", of: "again", result: "number" };
  const back = { expression: "record.company.again * 2", result: "number" };
  await world.putObject("company", [...companyFields, field("again", "rollup", of)]);
  await world.putObject("project", [...projectFields, field("again", "formula", back)]);
  const plan = await admin.post("/metadata/plan", {});
  const refused = plan.body["refused"] as readonly { code: string; details?: { path: readonly string[] } }[];
  const cycle = refused.find((one) => one.code === "cycle");
  expect(cycle?.details?.path, plan.text).toEqual(expect.arrayContaining(["company.again", "project.again"]));
  await admin.send("DELETE", "/metadata/draft/object/company");
  await admin.send("DELETE", "/metadata/draft/object/project");
});

it("an editor's version stays good while only derived values follow, and is stale after another edit", async () => {
  const company = await world.create("company", { name: "edited" });
  const url = `/objects/company/records/${company}`;
  const seen = (await admin.get(url)).headers["etag"] ?? "";
  await world.create("project", { name: "follows", company });
  await api.derived();
  const moved = await admin.get(url);
  expect(moved.headers["etag"]).not.toBe(seen);
  expect(moved.body).not.toHaveProperty("editedVersion");
  const patch = (values: object) =>
    admin.send("PATCH", url, { body: { values }, headers: { "if-match": seen } });
  const first = await patch({ industry: "bank" });
  expect(first.status, first.text).toBe(200);
  expect(await world.valuesOf("company", company)).toMatchObject({ industry: "bank", projects: 1 });
  expect((await patch({ industry: "water" })).status).toBe(412);
  const future = await admin.send("PATCH", url, {
    body: { values: { industry: "water" } },
    headers: { "if-match": '"99"' },
  });
  expect(future.status).toBe(412);
});
