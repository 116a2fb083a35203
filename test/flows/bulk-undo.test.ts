import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeJobs } from "#functions/compose/jobs.ts";
import { runJob } from "#functions/operations/jobs/run-job.ts";
import { startApi, type ApiUnderTest, type Body, type Client, type Seen } from "./api-under-test.ts";
import { field, RelationsWorld } from "./relations-world.ts";

const LONG = 240_000;
let api: ApiUnderTest;
let admin: Client;
let world: RelationsWorld;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new RelationsWorld(admin);
  await world.publishObjects();
  await world.putObject("audit_note", [
    field("task", "relation", { target: "task_item", onDelete: "restrict" }),
  ]);
  await world.publish();
}, LONG);
afterAll(() => api.stop());

/** Makes records; their ids in order. */
async function make(object: string, values: readonly object[]): Promise<readonly string[]> {
  const operations = values.map((one) => ({ op: "create", values: one }));
  const { body } = await admin.post(`/objects/${object}/bulk`, { operations });
  return body.results.map((one) => one.id);
}

const named = (prefix: string, count: number, more: object = {}): readonly object[] =>
  Array.from({ length: count }, (_, at) => ({ name: `${prefix} ${String(at).padStart(3, "0")}`, ...more }));

const industry = (value: string) => ({ field: "industry", op: "eq", value });

async function valuesOf(object: string, ids: readonly string[], name: string): Promise<readonly unknown[]> {
  const read = await Promise.all(ids.map((id) => admin.get(`/objects/${object}/records/${id}`)));
  return read.map((one) => (one.status === 200 ? one.body.values[name] : one.status));
}

/** Runs a job as its function does. */
async function run(id: string): Promise<Body> {
  await runJob(composeJobs(), {
    ...{ id, type: "crm.job.requested", typeVersion: 1, workspace: "acme", at: "", depth: 0, path: [] },
    subject: { object: "job", id },
    correlation: id,
    causation: id,
    data: {},
  } as unknown as Parameters<typeof runJob>[1]);
  return (await admin.get(`/jobs/${id}`)).body;
}

async function undo(id: string): Promise<Body> {
  const started = await admin.post(`/jobs/${id}:undo`, {});
  expect(started.status, started.text).toBe(202);
  return run(started.body.id);
}

const bulk = (client: Client, object: string, body: object): Promise<Seen> =>
  client.post(`/objects/${object}/bulk-jobs`, body);

describe("bulk jobs", () => {
  it(
    "edit every record that met the filter, though the edit takes it out of it and the job is killed",
    async () => {
      const meant = await make("company", named("Retail", 130, { industry: "retail" }));
      const others = await make("company", named("Other", 3, { industry: "energy" }));
      const action = { kind: "edit", values: { industry: "shops" } };
      const started = await bulk(admin, "company", { filter: industry("retail"), action });
      expect(started.status, started.text).toBe(202);
      expect(started.body).toMatchObject({ kind: "bulk-edit", state: "queued" });
      const job = started.body.id;
      await expect(world.runJobOf(job, { failAfter: 37 })).rejects.toThrow("killed");
      await world.runJobOf(job, { failAfter: Infinity });
      const done = (await admin.get(`/jobs/${job}`)).body;
      expect(done).toMatchObject({ state: "done", progress: 1 });
      expect(done["counts"]).toMatchObject({ matched: 130, changed: 130, unchanged: 0, failed: 0 });
      expect(new Set(await valuesOf("company", meant, "industry"))).toEqual(new Set(["shops"]));
      expect(new Set(await valuesOf("company", others, "industry"))).toEqual(new Set(["energy"]));
      const [first = "", second = ""] = meant;
      await world.change("company", first, { values: { name: "Renamed since" } });
      const back = await admin.post(`/jobs/${job}:undo`, {});
      await expect(world.runJobOf(back.body.id, { failAfter: 20 })).rejects.toThrow("killed");
      const undone = await run(back.body.id);
      expect(undone).toMatchObject({ state: "done" });
      expect(undone["counts"]).toMatchObject({ total: 130, undone: 129, conflicts: 1 });
      expect(await valuesOf("company", [first, second], "industry")).toEqual(["shops", "retail"]);
      const listed = await admin.get(`/jobs/${back.body.id}/errors`);
      expect(listed.body.items).toHaveLength(1);
      expect(listed.body.items[0]).toMatchObject({
        code: "changed_since",
        record: { object: "company", id: first, name: "Renamed since" },
      });
      expect((await admin.post(`/jobs/${job}:undo`, {})).body.code).toBe("undone_already");
      const redone = await undo(back.body.id);
      expect(redone["counts"]).toMatchObject({ undone: 129 });
      expect(await valuesOf("company", [second], "industry")).toEqual(["shops"]);
    },
    LONG,
  );

  it("take records by name: those ticked in a list", async () => {
    const ids = await make("company", named("Ticked", 60, { industry: "ticks" }));
    const chosen = ids.filter((_, at) => at % 2 === 0);
    const filter = { field: "id", op: "in", value: chosen };
    const started = await bulk(admin, "company", { filter, action: { kind: "owner", owner: "south1" } });
    const done = await run(started.body.id);
    expect(done["counts"]).toMatchObject({ matched: 30, changed: 30, failed: 0 });
    const read = () => admin.get(`/objects/company/records/${chosen[7] ?? ""}`);
    expect((await read()).body.owner).toBe("south1");
    await undo(done.id);
    expect((await read()).body.owner).toBe("admin");
  }, 240_000);

  it(
    "find and replace in a text, after a look at what would change",
    async () => {
      const ids = await make("company", [
        { name: "Alpha Ltd. North", industry: "texts" },
        { name: "Beta LTD.", industry: "texts" },
        { name: "Gamma", industry: "texts" },
      ]);
      const action = { kind: "replace", field: "name", find: "ltd.", replace: "GmbH", ignoreCase: true };
      const request = { filter: industry("texts"), action };
      const preview = await bulk(admin, "company", { ...request, dryRun: true });
      expect(preview.status, preview.text).toBe(200);
      expect(preview.body).toMatchObject({ count: 3, countIsMinimum: false });
      const samples = preview.body["samples"] as readonly Body[];
      expect(samples.map((one) => [one["before"], one["after"]]).toSorted()).toEqual([
        ["Alpha Ltd. North", "Alpha GmbH North"],
        ["Beta LTD.", "Beta GmbH"],
      ]);
      expect(await valuesOf("company", ids, "name")).toEqual(["Alpha Ltd. North", "Beta LTD.", "Gamma"]);
      const done = await run((await bulk(admin, "company", request)).body.id);
      expect(done["counts"]).toMatchObject({ matched: 3, changed: 2, unchanged: 1 });
      expect(await valuesOf("company", ids, "name")).toEqual(["Alpha GmbH North", "Beta GmbH", "Gamma"]);
      await undo(done.id);
      expect(await valuesOf("company", ids, "name")).toEqual(["Alpha Ltd. North", "Beta LTD.", "Gamma"]);
    },
    LONG,
  );

  it(
    "delete with what belongs to each record, and bring all of it back",
    async () => {
      const companies = await make("company", named("Doomed", 3, { industry: "doomed" }));
      const projects = await make(
        "project",
        companies.map((company, at) => ({ name: `P${String(at)}`, company })),
      );
      await make(
        "task_item",
        projects.flatMap((project) => named("Task", 4, { project })),
      );
      await api.derived();
      const filter = { field: "company", op: "in", value: companies };
      const deleted = await run(
        (await bulk(admin, "project", { filter, action: { kind: "delete" } })).body.id,
      );
      expect(deleted["counts"]).toMatchObject({ matched: 3, changed: 3, failed: 0 });
      expect(await valuesOf("project", projects, "name")).toEqual([404, 404, 404]);
      const bin = await admin.get("/objects/task_item/bin");
      expect(bin.body.items.length).toBeGreaterThanOrEqual(12);
      expect(bin.body.items[0]?.["follows"]).toMatchObject({ object: "project" });
      const undone = await undo(deleted.id);
      expect(undone["counts"]).toMatchObject({ undone: 15, conflicts: 0 });
      expect(await valuesOf("project", projects, "name")).toEqual(["P0", "P1", "P2"]);
      expect(await world.tasksOf(projects[0] ?? "")).toBe(4);
    },
    LONG,
  );

  it(
    "list what each record is refused for, and go on",
    async () => {
      const [kept = "", gone = ""] = await make("project", named("Guarded", 2, { score: 77 }));
      const [task] = await make("task_item", [{ name: "Guard", project: kept }]);
      await make("audit_note", [{ name: "Note", task }]);
      await api.derived();
      const filter = { field: "name", op: "startsWith", value: "Guarded" };
      const done = await run((await bulk(admin, "project", { filter, action: { kind: "delete" } })).body.id);
      expect(done).toMatchObject({ state: "done" });
      expect(done["counts"]).toMatchObject({ matched: 2, changed: 1, failed: 1 });
      expect(done.errors[0]).toMatchObject({
        code: "still_referenced",
        record: { id: kept, name: "Guarded 000" },
      });
      expect(await valuesOf("project", [gone], "name")).toEqual([404]);
    },
    LONG,
  );

  it(
    "Q09: reach no further than the person who starts them",
    async () => {
      const solo = api.as("solo@acme");
      const own = await solo.post("/objects/company/records", {
        values: { name: "Mine", industry: "scoped" },
      });
      const others = await make("company", named("Theirs", 2, { industry: "scoped" }));
      const action = { kind: "edit", values: { industry: "moved" } };
      const started = await bulk(solo, "company", { filter: industry("scoped"), action });
      const done = await run(started.body.id);
      expect(done["counts"]).toMatchObject({ matched: 1, changed: 1 });
      expect(await valuesOf("company", [own.body.id, ...others], "industry")).toEqual([
        "moved",
        "scoped",
        "scoped",
      ]);
      expect((await bulk(api.as("reader@acme"), "company", { filter: null, action })).status).toBe(403);
      const blind = api.as("blind@acme");
      const hidden = { kind: "edit", values: { phone: "+8613800000000" } };
      expect((await bulk(blind, "account", { filter: null, action: hidden })).status).toBe(403);
      const filter = { field: "phone", op: "eq", value: "1" };
      expect((await bulk(blind, "account", { filter, action: { kind: "delete" } })).status).toBe(403);
      expect((await api.as("north1@acme").post(`/jobs/${done.id}:undo`, {})).status).toBe(404);
      expect((await solo.post(`/jobs/${done.id}:undo`, {})).status).toBe(202);
      expect((await bulk(admin, "company", { action: { kind: "edit", values: {} } })).status).toBe(422);
      expect((await bulk(admin, "company", { action: { kind: "no" } })).status).toBe(422);
    },
    LONG,
  );
});

describe("the bin", () => {
  it(
    "shows the last deleted first, finds by how a name begins, and links cleared references again",
    async () => {
      const [company = "", second = ""] = await make("company", [
        { name: "Binned one" },
        { name: "Binned two" },
      ]);
      const [project = ""] = await make("project", [{ name: "Linked", company }]);
      await api.derived();
      const remove = (id: string) =>
        admin.send("DELETE", `/objects/company/records/${id}`, { headers: { "if-match": "*" } });
      expect((await remove(second)).status).toBe(204);
      expect((await remove(company)).status).toBe(204);
      expect(await valuesOf("project", [project], "company")).toEqual([null]);
      const found = await admin.get("/objects/company/bin?q=binned");
      expect(found.body.items.map((one) => one["name"])).toEqual(["Binned one", "Binned two"]);
      expect(found.body.items[0]).toMatchObject({ id: company, deletedBy: "admin", follows: null });
      expect(found.body.references["user/admin"]).toBe("Person admin");
      const page = await admin.get("/objects/company/bin?limit=1");
      expect(page.body.items.map((one) => one.id)).toEqual([company]);
      const next = await admin.get(
        `/objects/company/bin?limit=1&cursor=${encodeURIComponent(page.body.cursor ?? "")}`,
      );
      expect(next.body.items.map((one) => one.id)).toEqual([second]);
      expect((await api.as("solo@acme").get("/objects/company/bin")).body.items).toEqual([]);
      const restored = await admin.post("/objects/company/bin:restore", { ids: [company, "nowhere"] });
      expect(restored.body.items.map((one) => (one["problems"] as readonly unknown[]).length)).toEqual([
        0, 1,
      ]);
      const { body: jobs } = await admin.get("/jobs");
      const relink = jobs.items.find((one) => one["kind"] === "undo" && one["state"] === "queued");
      await run(relink?.id ?? "");
      expect(await valuesOf("project", [project], "company")).toEqual([company]);
    },
    LONG,
  );

  it(
    "is purged by admins only, and then nothing is left",
    async () => {
      const [id = "", other = ""] = await make("company", [{ name: "Purged one" }, { name: "Purged two" }]);
      for (const one of [id, other])
        await admin.send("DELETE", `/objects/company/records/${one}`, { headers: { "if-match": "*" } });
      await api.derived();
      const ids = { ids: [id] };
      expect((await api.as("north1@acme").post("/objects/company/bin:purge", ids)).status).toBe(403);
      expect((await admin.post("/objects/company/bin:purge", ids)).body.items).toEqual([
        { id, problems: [] },
      ]);
      expect((await admin.post(`/objects/company/records/${id}:restore`, {})).status).toBe(404);
      expect((await admin.get("/objects/company/bin?q=purged")).body.items.map((one) => one.id)).toEqual([
        other,
      ]);
      const emptied = await admin.post("/objects/company/bin:purge", { all: true });
      expect(emptied.status).toBe(202);
      expect(await run(emptied.body.id)).toMatchObject({ state: "done" });
      expect((await admin.get("/objects/company/bin")).body.items).toEqual([]);
      const table = await api.context.recordStore.history("acme", {
        object: (await api.context.models.current("acme"))?.objects.get("company") as never,
        id,
        limit: 10,
        position: null,
      });
      expect(table.items).toEqual([]);
    },
    LONG,
  );
});

describe("deletions that many records follow", () => {
  it(
    "R12: one forbidden deep in the tree deletes nothing; without it, all is counted and comes back",
    async () => {
      const [project = ""] = await make("project", [{ name: "Deep" }]);
      const tasks = await make("task_item", named("Step", 60, { project }));
      const [note = ""] = await make("audit_note", [{ name: "Keeps", task: tasks[59] }]);
      await api.derived();
      const path = `/objects/project/records/${project}`;
      const remove = () => admin.send("DELETE", path, { headers: { "if-match": "*" } });
      const refused = await remove();
      expect(refused.status).toBe(202);
      const failed = await run(String(refused.body["job"]));
      expect(failed).toMatchObject({ state: "failed", counts: { records: 0 } });
      expect(failed.errors[0]?.code).toBe("still_referenced");
      expect(await world.tasksOf(project)).toBe(60);
      await admin.send("DELETE", `/objects/audit_note/records/${note}`, { headers: { "if-match": "*" } });
      await api.derived();
      const allowed = await remove();
      const done = await run(String(allowed.body["job"]));
      expect(done).toMatchObject({ state: "done", counts: { records: 61, total: 61 } });
      expect((await admin.get(path)).status).toBe(404);
      await undo(done.id);
      expect((await admin.get(path)).status).toBe(200);
      expect(await world.tasksOf(project)).toBe(60);
    },
    LONG,
  );
});
