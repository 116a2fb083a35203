import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyWorkspace } from "#functions/operations/verify/verify-workspace.ts";
import { composeJobs } from "#functions/compose/jobs.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { field, RelationsWorld } from "./relations-world.ts";
import { runOpenJobs } from "./run-open-jobs.ts";

let api: ApiUnderTest;
let admin: Client;
let world: RelationsWorld;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new RelationsWorld(admin);
  const to = (target: string, settings: object = {}) => ({
    settings: { target, ...settings },
    indexed: true,
  });
  await world.putObject("firm", [
    { ...field("code", "text"), unique: true },
    field("city", "text"),
    field("phone", "phone"),
    { ...field("above", "relation"), ...to("firm", { hierarchy: true, onDelete: "clear" }) },
  ]);
  await world.putObject("visit", [{ ...field("firm", "relation"), ...to("firm", { onDelete: "restrict" }) }]);
  await world.putObject("invoice", [
    { ...field("firm", "relation"), ...to("firm", { kind: "masterDetail", reparent: true }) },
  ]);
  await world.putObject("fair", [{ ...field("firms", "multiRelation"), settings: { target: "firm" } }]);
  await world.putObject("remark", [
    {
      ...field("about", "relation"),
      settings: { targets: ["firm", "fair"], onDelete: "clear" },
      indexed: true,
    },
  ]);
  await world.publish();
}, 90_000);
afterAll(() => api.stop());

const merge = (person: Client, target: string, body: object) =>
  person.post(`/objects/firm/records/${target}:merge`, body);
const read = async (object: string, id: string) => (await admin.get(`/objects/${object}/records/${id}`)).body;

/** Two firms with everything that can point at the second. */
async function twoFirms(mark: string) {
  const a = await world.create("firm", { name: `A ${mark}`, city: "Berlin" });
  const b = await world.create("firm", {
    name: `B ${mark}`,
    code: `code-${mark}`,
    city: "Bonn",
    phone: "+8613800138000",
  });
  const child = await world.create("firm", { name: `C ${mark}`, above: b });
  const visit = await world.create("visit", { name: "v", firm: b });
  const invoice = await world.create("invoice", { name: "i", firm: b });
  const fair = await world.create("fair", { name: "f", firms: [b, a] });
  const remark = await world.create("remark", { name: "r", about: { object: "firm", id: b } });
  await api.derived();
  return { a, b, child, visit, invoice, fair, remark };
}

describe("a merge", () => {
  it("keeps chosen values, fills gaps, moves what refers to the merged record, and can be undone", async () => {
    const { a, b, child, visit, invoice, fair, remark } = await twoFirms("1");
    const merged = await merge(admin, a, { others: [b], values: { city: b } });
    expect(merged.status, merged.text).toBe(200);
    expect(merged.body["record"]).toMatchObject({
      id: a,
      values: { name: "A 1", city: "Bonn", code: "code-1", phone: "+8613800138000" },
    });
    expect((await admin.get(`/objects/firm/records/${b}`)).status).toBe(404);
    expect((await read("firm", child)).values["above"]).toBe(a);
    expect((await read("visit", visit)).values["firm"]).toBe(a);
    expect((await read("invoice", invoice)).values["firm"]).toBe(a);
    expect((await read("fair", fair)).values["firms"]).toEqual([a]);
    expect((await read("remark", remark)).values["about"]).toEqual({ object: "firm", id: a });
    await api.derived();
    const timeline = await admin.get(`/objects/firm/records/${a}/timeline`);
    expect(timeline.body.items[0]?.["merge"]).toEqual({ into: a, others: [{ id: b, name: "B 1" }] });
    const taken = await admin.post("/objects/firm/records", { values: { name: "D", code: "code-1" } });
    expect([taken.status, taken.body.code]).toEqual([409, "unique_violation"]);

    const undone = await admin.post(`/merges/${String(merged.body["merge"])}:undo`, {});
    expect(undone.status, undone.text).toBe(202);
    await runOpenJobs();
    const job = await admin.get(`/jobs/${String(undone.body["job"])}`);
    expect([job.body["state"], job.body["errors"]]).toEqual(["done", []]);
    expect((await read("firm", a)).values).toMatchObject({ name: "A 1", city: "Berlin" });
    expect((await read("firm", a)).values["code"] ?? null).toBeNull();
    expect((await read("firm", b)).values).toMatchObject({ name: "B 1", city: "Bonn", code: "code-1" });
    expect((await read("firm", child)).values["above"]).toBe(b);
    expect((await read("visit", visit)).values["firm"]).toBe(b);
    expect((await read("fair", fair)).values["firms"]).toEqual([b, a]);
    expect((await read("remark", remark)).values["about"]).toEqual({ object: "firm", id: b });
    await expectSound();
  });

  it("is undone but for what was changed since, which is listed", async () => {
    const { a, b, visit } = await twoFirms("2");
    const merged = await merge(admin, a, { others: [b] });
    expect(merged.status, merged.text).toBe(200);
    await admin.patch(`/objects/visit/records/${visit}`, { values: { name: "changed" } }, "*");
    const undone = await admin.post(`/merges/${String(merged.body["merge"])}:undo`, {});
    await runOpenJobs();
    const job = await admin.get(`/jobs/${String(undone.body["job"])}`);
    expect(job.body["errors"]).toMatchObject([{ record: { object: "visit", id: visit } }]);
    expect((await read("visit", visit)).values).toMatchObject({ name: "changed", firm: a });
    expect((await read("firm", b)).values["name"]).toBe("B 2");
  });

  it("goes on as a job where one transaction cannot hold it", async () => {
    const a = await world.create("firm", { name: "A 3" });
    const b = await world.create("firm", { name: "B 3", code: "code-3" });
    const visits: string[] = [];
    for (let at = 0; at < 70; at += 1) visits.push(await world.create("visit", { name: `${at}`, firm: b }));
    const merged = await merge(admin, a, { others: [b] });
    expect([merged.status, typeof merged.body["job"]]).toEqual([202, "string"]);
    await runOpenJobs();
    const job = await admin.get(`/jobs/${String(merged.body["job"])}`);
    expect([job.body["state"], job.body["counts"]]).toMatchObject(["done", { records: 70 }]);
    for (const visit of visits) expect((await read("visit", visit)).values["firm"]).toBe(a);
    expect((await read("firm", a)).values["code"]).toBe("code-3");
    await expectSound();
  });

  it("RC: of merges, edits and new references at the same time nothing is lost and nothing leads nowhere", async () => {
    const { a, b } = await twoFirms("4");
    const c = await world.create("firm", { name: "E 4" });
    const answers = await Promise.all([
      merge(admin, a, { others: [b] }),
      merge(admin, c, { others: [b] }),
      admin.patch(`/objects/firm/records/${a}`, { values: { phone: "+8613911112222" } }, "*"),
      ...Array.from({ length: 8 }, (_, at) =>
        admin.post("/objects/visit/records", { values: { name: `n${at}`, firm: b } }),
      ),
    ]);
    const [one, other, edit] = answers;
    expect([one?.status, other?.status].sort()).toEqual([200, 404]);
    expect(edit?.status).toBe(200);
    expect((await read("firm", a)).values["phone"]).toBe("+8613911112222");
    for (const made of answers.slice(3)) expect([201, 422]).toContain(made.status);
    await expectSound();
  });

  it("is refused without rights, with others than records in reach, with a stale version", async () => {
    const { a, b } = await twoFirms("5");
    const north = api.as("north1@acme");
    expect((await merge(north, a, { others: [b] })).status).toBe(404);
    expect((await merge(api.as("reader@acme"), a, { others: [b] })).status).toBe(403);
    expect((await merge(admin, a, { others: [] })).status).toBe(422);
    expect((await merge(admin, a, { others: [a] })).status).toBe(422);
    expect((await merge(admin, a, { others: [b], values: { city: "else" } })).status).toBe(422);
    expect((await merge(admin, a, { others: [b], values: { nothing: a } })).status).toBe(422);
    expect((await merge(admin, a, { others: ["01ARZ3NDEKTSV4RRFFQ69G5FAV"] })).status).toBe(404);
    expect((await merge(admin, a, { others: [b], version: 99 })).status).toBe(412);
    expect((await read("firm", b)).values["name"]).toBe("B 5");
  });
});

async function expectSound(): Promise<void> {
  await api.derived();
  const report = await verifyWorkspace(composeJobs(), { workspace: "acme", repair: false });
  expect(report?.findings).toEqual([]);
}
