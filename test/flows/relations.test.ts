import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

const label = (name: string) => ({ "zh-CN": name, en: name });
const field = (apiName: string, type: string, settings?: object) => ({
  apiName,
  type,
  label: label(apiName),
  ...(settings ? { settings } : {}),
});
const indexed = (one: ReturnType<typeof field>) => ({ ...one, indexed: true });

async function putObject(apiName: string, fields: readonly object[]) {
  const body = {
    apiName,
    label: label(apiName),
    pluralLabel: label(`${apiName}s`),
    nameField: "name",
    fields: [field("name", "text"), ...fields],
  };
  const put = await admin.send("PUT", `/metadata/draft/object/${apiName}`, { body });
  expect(put.status, put.text).toBeLessThan(300);
}

async function publish() {
  const plan = await admin.post("/metadata/plan", {});
  expect(plan.body["refused"], plan.text).toEqual([]);
  const published = await admin.post("/metadata/publish", { plan: plan.body.id });
  expect(published.status, published.text).toBe(200);
}

async function create(object: string, values: object, client = admin) {
  const made = await client.post(`/objects/${object}/records`, { values });
  expect(made.status, made.text).toBe(201);
  return made.body.id;
}

async function valuesOf(object: string, id: string) {
  const read = await admin.get(`/objects/${object}/records/${id}`);
  expect(read.status, read.text).toBe(200);
  return read.body.values;
}

const change = (object: string, id: string, body: object) =>
  admin.patch(`/objects/${object}/records/${id}`, body, "*");

const companyFields = [
  field("industry", "text"),
  field("parent", "relation", { target: "company", hierarchy: true }),
  indexed(field("projects", "rollup", { object: "project", field: "company", fn: "count" })),
  field("worth", "rollup", {
    object: "project",
    field: "company",
    fn: "sum",
    of: "price",
    result: "currency",
  }),
  field("most", "rollup", { object: "project", field: "company", fn: "max", of: "score", result: "number" }),
  field("big", "rollup", {
    object: "project",
    field: "company",
    fn: "count",
    filter: { field: "score", op: "gte", value: 10 },
  }),
  field("mean", "rollup", { object: "project", field: "company", fn: "avg", of: "score", result: "number" }),
  field("rank", "formula", { expression: "record.projects * 2 + 1", result: "number" }),
];
const projectFields = [
  field("company", "relation", { target: "company", onDelete: "clear" }),
  field("price", "currency"),
  field("score", "number"),
  indexed(field("sector", "formula", { expression: "record.company.industry", result: "text" })),
  field("above", "formula", { expression: "record.company.parent.industry + '!'", result: "text" }),
  field("members", "multiRelation", { target: "company" }),
  field("about", "relation", { targets: ["company", "task_item"] }),
];

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  await putObject("company", companyFields);
  await putObject("project", projectFields);
  await putObject("task_item", [
    field("project", "relation", { kind: "masterDetail", target: "project" }),
    field("sector", "formula", { expression: "record.project.company.industry", result: "text" }),
  ]);
  await publish();
}, 60_000);
afterAll(() => api.stop());

it("F08: a formula follows the records it reads through relations, several hops away", async () => {
  const top = await create("company", { name: "top", industry: "energy" });
  const company = await create("company", { name: "c", industry: "retail", parent: top });
  const project = await create("project", { name: "p", company });
  const task = await create("task_item", { name: "t", project });
  expect(await valuesOf("project", project)).toMatchObject({ sector: "retail", above: "energy!" });
  expect(await valuesOf("task_item", task)).toMatchObject({ sector: "retail" });
  await change("company", company, { values: { industry: "bank" } });
  await change("company", top, { values: { industry: "water" } });
  await api.derived();
  expect(await valuesOf("project", project)).toMatchObject({ sector: "bank", above: "water!" });
  expect(await valuesOf("task_item", task)).toMatchObject({ sector: "bank" });
  const found = await admin.post("/objects/project/query", {
    filter: { field: "sector", op: "eq", value: "bank" },
  });
  expect(found.body.items.map((one) => one.id)).toEqual([project]);
  await change("project", project, { values: { company: null } });
  await api.derived();
  expect(await valuesOf("project", project)).toMatchObject({ sector: null, above: null });
  expect(await valuesOf("task_item", task)).toMatchObject({ sector: null });
});

it("roll-ups count records that are made, changed, moved, deleted and restored", async () => {
  const one = await create("company", { name: "one" });
  const two = await create("company", { name: "two" });
  expect(await valuesOf("company", one)).toMatchObject({
    projects: 0,
    worth: null,
    most: null,
    big: 0,
    rank: 1,
  });
  const price = (amount: string, currency = "CNY") => ({ amount, currency });
  const a = await create("project", { name: "a", company: one, price: price("10.50"), score: 4 });
  const b = await create("project", { name: "b", company: one, price: price("0.25"), score: 12 });
  await create("project", { name: "c", company: one });
  await api.derived();
  expect(await valuesOf("company", one)).toMatchObject({
    projects: 3,
    worth: price("10.75"),
    most: 12,
    big: 1,
    mean: 8,
    rank: 7,
  });
  await change("project", b, { values: { company: two, score: 9 } });
  await api.derived();
  expect(await valuesOf("company", one)).toMatchObject({
    projects: 2,
    worth: price("10.50"),
    most: 4,
    big: 0,
  });
  expect(await valuesOf("company", two)).toMatchObject({
    projects: 1,
    worth: price("0.25"),
    most: 9,
    mean: 9,
  });
  const gone = await admin.send("DELETE", `/objects/project/records/${a}`, { headers: { "if-match": "*" } });
  expect(gone.status).toBe(204);
  await api.derived();
  expect(await valuesOf("company", one)).toMatchObject({ projects: 1, worth: null, most: null, mean: null });
  await admin.post(`/objects/project/records/${a}:restore`, {});
  await api.derived();
  expect(await valuesOf("company", one)).toMatchObject({ projects: 2, worth: price("10.50"), most: 4 });
  await change("project", b, { values: { company: one, price: price("1", "USD") } });
  await api.derived();
  expect(await valuesOf("company", one)).toMatchObject({ projects: 3, worth: null });
  const most = await admin.post("/objects/company/query", {
    filter: { field: "projects", op: "gte", value: 3 },
    sort: [{ field: "projects", direction: "desc" }],
  });
  expect(most.body.items.map((item) => item.id)).toContain(one);
});

it("eight writers at once leave roll-ups that equal a recount", async () => {
  const companies = [await create("company", { name: "w1" }), await create("company", { name: "w2" })];
  const writer = async (at: number) => {
    const mine: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const company = companies[(at + turn) % 2];
      if (turn % 3 === 2) {
        await change("project", mine[turn % mine.length] ?? "", { values: { company, score: turn } });
      } else if (turn % 5 === 4) {
        const id = mine.shift() ?? "";
        await admin.send("DELETE", `/objects/project/records/${id}`, { headers: { "if-match": "*" } });
      } else {
        mine.push(await create("project", { name: `w${at}.${turn}`, company, score: at * 10 + turn }));
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
    expect(await valuesOf("company", company)).toMatchObject(expected);
  }
}, 60_000);

it("a detail has its master's owner, and keeps its master", async () => {
  const project = await create("project", { name: "mine" });
  const task = await create("task_item", { name: "t", project });
  const missing = await admin.post("/objects/task_item/records", { values: { name: "none" } });
  expect(missing.body.errors.map((one) => [one["pointer"], one.code])).toEqual([
    ["/values/project", "required"],
  ]);
  await change("project", project, { owner: "north1" });
  await api.derived();
  const read = await admin.get(`/objects/task_item/records/${task}`);
  expect(read.body.owner).toBe("north1");
  const next = await create("task_item", { name: "t2", project });
  expect((await admin.get(`/objects/task_item/records/${next}`)).body.owner).toBe("north1");
  const given = await change("task_item", task, { owner: "south1" });
  expect([given.status, given.body.errors[0]?.code]).toEqual([422, "owner_follows"]);
  const other = await create("project", { name: "other" });
  const moved = await change("task_item", task, { values: { project: other } });
  expect([moved.status, moved.body.errors[0]?.code]).toEqual([422, "master_fixed"]);
});

it("a hierarchy never closes a circle, not even by two moves at once", async () => {
  const ids: string[] = [];
  for (let level = 0; level < 11; level += 1)
    ids.push(
      await create("company", { name: `h${level}`, ...(level > 0 ? { parent: ids[level - 1] } : {}) }),
    );
  const circle = await change("company", ids[0] ?? "", { values: { parent: ids[2] } });
  expect([circle.status, circle.body.errors[0]?.code]).toEqual([422, "cycle"]);
  const self = await change("company", ids[0] ?? "", { values: { parent: ids[0] } });
  expect(self.body.errors[0]?.code).toBe("cycle");
  const deep = await admin.post("/objects/company/records", { values: { name: "x", parent: ids[10] } });
  expect([deep.status, deep.body.errors[0]?.code]).toEqual([422, "too_deep"]);
  for (let turn = 0; turn < 6; turn += 1) {
    const a = await create("company", { name: "a" });
    const b = await create("company", { name: "b" });
    const both = await Promise.all([
      change("company", a, { values: { parent: b } }),
      change("company", b, { values: { parent: a } }),
    ]);
    expect(both.map((one) => one.status)).not.toEqual([200, 200]);
  }
});

it("many-to-many and polymorphic references are checked, found from the other side, and left by deleted records", async () => {
  const [a, b] = [await create("company", { name: "a" }), await create("company", { name: "b" })];
  const project = await create("project", {
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
  expect(await valuesOf("project", project)).toMatchObject({ members: [b], about: null });
});

it("R12: a deletion that many follow is a job, goes on after a crash, and is brought back whole", async () => {
  const project = await create("project", { name: "large" });
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
  await expect(runJobOf(job, { failAfter: 2 })).rejects.toThrow("killed");
  expect((await admin.get(`/objects/project/records/${project}`)).status).toBe(200);
  expect(await tasksOf(project)).toBeGreaterThan(40);
  await runJobOf(job, { failAfter: Infinity });
  expect((await admin.get(`/jobs/${job}`)).body).toMatchObject({ state: "done", progress: 1 });
  expect((await admin.get(`/objects/project/records/${project}`)).status).toBe(404);
  expect(await tasksOf(project)).toBe(0);
  await api.derived();
  expect((await admin.post(`/objects/project/records/${project}:restore`, {})).status).toBe(200);
  const jobs = await admin.get("/jobs");
  const restore = jobs.body.items.find(
    (one) => one["kind"] === "cascade-restore" && one["state"] === "queued",
  );
  await runJobOf(restore?.id ?? "", { failAfter: Infinity });
  expect(await tasksOf(project)).toBe(120);
}, 120_000);

async function tasksOf(project: string) {
  const found = await admin.post("/objects/task_item/query", {
    filter: { field: "project", op: "eq", value: project },
    count: true,
    limit: 1,
  });
  return found.body.count;
}

/** Runs a job as its function does; the process ends before one of its commits. */
async function runJobOf(id: string, { failAfter }: { readonly failAfter: number }) {
  const { composeJobs } = await import("#functions/compose/jobs.ts");
  const { kinds } = await import("#functions/operations/jobs/kinds.ts");
  const ports = composeJobs();
  let commits = 0;
  const recordStore: typeof ports.recordStore = {
    ...ports.recordStore,
    commit: (...given) => {
      commits += 1;
      return commits > failAfter ? Promise.reject(new Error("killed")) : ports.recordStore.commit(...given);
    },
  };
  for (let steps = 0; steps < 100; steps += 1) {
    const job = await ports.jobStore.get("acme", id);
    const kind = kinds[job?.kind ?? ""];
    if (!job || !kind || !("step" in kind)) throw new Error("no such job");
    const { cursor, counts, progress, end } = await kind.step({ ...ports, recordStore }, "acme", job);
    const state = end ?? "running";
    await ports.jobStore.save("acme", {
      ...job,
      state,
      cursor,
      counts,
      progress,
      revision: job.revision + 1,
    });
    if (end) return;
  }
  throw new Error("the job did not end");
}

it("a roll-up and a formula added later count and read what was there before", async () => {
  const company = await create("company", { name: "old", industry: "steel" });
  await create("project", { name: "o1", company, score: 3 });
  await create("project", { name: "o2", company, score: 4 });
  await api.derived();
  const of = { object: "project", field: "company", fn: "sum", of: "score", result: "number" };
  await putObject("company", [...companyFields, field("total", "rollup", of)]);
  const tag = { expression: "record.company.name + '/' + record.name", result: "text" };
  await putObject("project", [...projectFields, field("tag", "formula", tag)]);
  await publish();
  const jobs = await admin.get("/jobs");
  const builds = jobs.body.items.filter(
    (one) => one["kind"] === "relations-build" && one["state"] === "queued",
  );
  expect(builds.length).toBe(2);
  for (const one of builds) await runJobOf(one.id, { failAfter: Infinity });
  expect(await valuesOf("company", company)).toMatchObject({ total: 7 });
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
  await publish();
  const company = await create("company", { name: "q", industry: "secret" });
  const project = await create("project", { name: "q", company, score: 5 });
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
  await putObject("company", [...companyFields, field("again", "rollup", of)]);
  await putObject("project", [...projectFields, field("again", "formula", back)]);
  const plan = await admin.post("/metadata/plan", {});
  const refused = plan.body["refused"] as readonly { code: string; details?: { path: readonly string[] } }[];
  const cycle = refused.find((one) => one.code === "cycle");
  expect(cycle?.details?.path, plan.text).toEqual(expect.arrayContaining(["company.again", "project.again"]));
  await admin.send("DELETE", "/metadata/draft/object/company");
  await admin.send("DELETE", "/metadata/draft/object/project");
});
