import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Seen } from "./api-under-test.ts";
import { ChangeWorld, field, type ObjectBody } from "./change-world.ts";

const LONG = 300_000;
let api: ApiUnderTest;
let world: ChangeWorld;
beforeAll(async () => {
  api = await startApi();
  world = new ChangeWorld(api);
}, LONG);
afterAll(() => api.stop());

const label = (text: string) => ({ "zh-CN": text, en: text });
const objectOf = (apiName: string, ...fields: readonly ReturnType<typeof field>[]): ObjectBody => ({
  ...{ apiName, label: label(apiName), pluralLabel: label(apiName), nameField: "name" },
  fields: [field("name"), ...fields],
});
const without = (body: ObjectBody, name: string): ObjectBody => ({
  ...body,
  fields: body.fields.filter((one) => one.apiName !== name),
});
const changed = (body: ObjectBody, name: string, more: object): ObjectBody => ({
  ...body,
  fields: body.fields.map((one) => (one.apiName === name ? { ...one, ...more } : one)),
});
const make = (object: string, values: object): Promise<Seen> =>
  world.admin.post(`/objects/${object}/records`, { values });
const put = (kind: string, body: ObjectBody | Readonly<Record<string, unknown>>): Promise<Seen> =>
  world.admin.send("PUT", `/metadata/draft/${kind}/${String(body["apiName"])}`, { body });
const drop = (kind: string, name: string): Promise<Seen> =>
  world.admin.send("DELETE", `/metadata/draft/${kind}/${name}?discard=true`);

interface Refusal {
  readonly code: string;
  readonly pointer: string;
}

/** Why the body would be refused as a working copy; nothing of it is left. */
async function refusedAsDraft(body: ObjectBody): Promise<readonly Refusal[]> {
  const saved = await put("object", body);
  if (saved.status !== 200) return saved.body.errors as unknown as readonly Refusal[];
  const plan = await world.admin.post("/metadata/plan", {});
  await drop("object", body.apiName);
  return plan.body["refused"] as readonly Refusal[];
}

it(
  "M03: an indexed field goes with its index; one of a unique combination is in use",
  async () => {
    const zones = { apiName: "place", label: label("place"), fields: ["code", "zone"] };
    const depot = objectOf("depot", field("code", "text", { indexed: true }), field("zone"));
    expect(await world.publish({ ...depot, uniques: [zones] })).toBe(true);
    expect((await make("depot", { name: "A", code: "12.50", zone: "n" })).status).toBe(201);
    await world.runAll();
    const body = await world.definition("depot");
    expect(await refusedAsDraft(without(body, "code"))).toMatchObject([
      { code: "in_use", pointer: "/object/depot/fields/1" },
    ]);
    const free = { ...without(body, "code"), uniques: [] };
    expect(await world.publish(free)).toBe(true);
    await world.runAll();
    expect(await world.findings()).toEqual([]);
    expect((await make("depot", { name: "B", zone: "n" })).status).toBe(201);
    const list = await world.admin.post("/objects/depot/query", { limit: 10 });
    expect(list.body.items.map((one) => one.values["name"]).toSorted()).toEqual(["A", "B"]);
  },
  LONG,
);

it(
  "M03: a field of an index and a unique combination changes its type; both hold for the new values",
  async () => {
    const both = { apiName: "place", label: label("place"), fields: ["code", "zone"] };
    const shed = objectOf("shed", field("code", "text", { indexed: true }), field("zone"));
    expect(await world.publish({ ...shed, uniques: [both] })).toBe(true);
    expect((await make("shed", { name: "A", code: "12.50", zone: "n" })).status).toBe(201);
    await world.runAll();
    const body = await world.definition("shed");
    expect(await world.publish(changed(body, "code", { type: "number", settings: {} }))).toBe(true);
    await world.runAll();
    const filter = { field: "code", op: "gt", value: 12 };
    const found = await world.admin.post("/objects/shed/query", { filter, limit: 10 });
    expect(found.body.items.map((one) => one.values["code"])).toEqual([12.5]);
    const again = await make("shed", { name: "B", code: 12.5, zone: "n" });
    expect([again.status, again.body.errors[0]?.code]).toEqual([409, "unique_violation"]);
    expect(await world.findings()).toEqual([]);
  },
  LONG,
);

it("M04: the same bad definition is refused the same by a draft and by an imported bundle", async () => {
  const bad: readonly ObjectBody[] = [
    objectOf("crate", field("size", "text", { settings: { maxLength: -1 } })),
    objectOf("crate", field("size", "nothing")),
    objectOf("crate", field("__proto__")),
    objectOf("crate", field("size"), field("size")),
    objectOf("crate", field("link", "relation", { settings: { target: "nowhere" } })),
    objectOf("crate", field("sum", "formula", { settings: { expression: "record.", result: "number" } })),
    { ...objectOf("crate"), nameField: "nothing" },
    { ...objectOf("crate"), uniques: [{ apiName: "u", label: label("u"), fields: ["name", "nothing"] }] },
  ];
  for (const body of bad) {
    const direct = codesOf(await refusedAsDraft(body));
    const bundle = { documents: [{ kind: "object", body }] };
    const planned = await world.admin.post("/metadata/import", bundle);
    const problems = planned.status === 200 ? planned.body["refused"] : planned.body.errors;
    expect([planned.status < 500, codesOf(problems as readonly Refusal[])]).toEqual([true, direct]);
    expect(direct).not.toEqual([]);
    if (planned.status !== 200) continue;
    const applied = await world.admin.post("/metadata/import", { ...bundle, plan: planned.body.id });
    expect(codesOf(applied.body.errors as unknown as readonly Refusal[])).toEqual(direct);
  }
  expect((await world.admin.get("/objects/crate/schema")).status).toBe(404);
});

/** Codes and last parts of the pointers: where the document begins differs between the ways. */
function codesOf(problems: readonly Refusal[]): readonly string[] {
  return problems
    .map(({ code, pointer }) => `${code} ${pointer.replace(/^\/(object\/crate|documents\/\d+\/body)/, "")}`)
    .toSorted();
}

it(
  "M04: a roll back is judged like any other change: refused on values that repeat, with the records",
  async () => {
    expect(await world.publish(objectOf("badge", field("code", "text", { unique: true })))).toBe(true);
    const version = Number((await world.admin.get("/metadata")).body.version);
    const body = await world.definition("badge");
    const free = changed(body, "code", { unique: false });
    expect(await world.publish(free)).toBe(true);
    for (const name of ["A", "B"]) expect((await make("badge", { name, code: "1" })).status).toBe(201);
    const direct = await refusedAsDraft(body);
    const plan = await world.admin.post(`/metadata/versions/${version}:plan`, {});
    expect([plan.status, codesOf(plan.body["refused"] as readonly Refusal[])]).toEqual([
      200,
      codesOf(direct),
    ]);
    expect(direct).toMatchObject([{ code: "duplicate_values" }]);
    const back = await world.admin.post("/metadata/rollback", { version, plan: plan.body.id });
    expect([back.status, back.body.errors[0]?.code]).toEqual([409, "duplicate_values"]);
    expect((await world.definition("badge")).fields[1]?.["unique"]).toBe(false);
  },
  LONG,
);

it(
  "M07: a circle through a relation and a roll-up is refused with its path",
  async () => {
    const team = objectOf("squad");
    const child = objectOf(
      "player",
      field("squad", "relation", { settings: { target: "squad" } }),
      field("points", "number"),
    );
    expect(await world.publish(team)).toBe(true);
    expect(await world.publish(child)).toBe(true);
    const total = field("total", "rollup", {
      settings: { object: "player", relation: "squad", aggregate: "sum", field: "share" },
    });
    const share = field("share", "formula", {
      settings: { expression: "record.squad.total", result: "number" },
    });
    const squad = await world.definition("squad");
    const player = await world.definition("player");
    await put("object", { ...squad, fields: [...squad.fields, total] });
    await put("object", { ...player, fields: [...player.fields, share] });
    const { body } = await world.admin.post("/metadata/plan", {});
    const refused = body["refused"] as readonly (Refusal & { readonly message: { readonly en: string } })[];
    const circles = refused.filter((one) => one.code === "cycle");
    expect(circles.length).toBeGreaterThan(0);
    expect(circles[0]?.message.en).toMatch(/share.*total|total.*share/);
    const done = await world.admin.post("/metadata/publish", { plan: body.id });
    expect([done.status, done.body.errors.some((one) => one.code === "cycle")]).toEqual([422, true]);
    await drop("object", "squad");
    await drop("object", "player");
  },
  LONG,
);

it(
  "an import tells no records by a field whose uniqueness is still being built",
  async () => {
    expect(await world.publish(objectOf("ticket_stub", field("code"), field("note")))).toBe(true);
    expect((await make("ticket_stub", { name: "A", code: "1" })).status).toBe(201);
    const body = await world.definition("ticket_stub");
    expect(await world.publish(changed(body, "code", { unique: true }))).toBe(true);
    expect(await importStub()).toEqual(["uniqueness_building"]);
    const build = (await world.openJobs()).filter((one) => one.kind !== "import");
    for (const job of build) await world.run(job);
    world.fresh();
    world.ports.models.invalidate("acme");
    expect(await importStub()).toEqual([]);
    const list = await world.admin.post("/objects/ticket_stub/query", { limit: 10 });
    expect(list.body.items.map((one) => one.values["note"])).toEqual(["new"]);
  },
  LONG,
);

/** Imports a row with the code of a record that is there; the codes of what was wrong with it. */
async function importStub(): Promise<readonly unknown[]> {
  const mapping = ["name", "code", "note"].map((one) => ({ column: one, object: "ticket_stub", field: one }));
  const files = [{ name: "stubs.csv", object: "ticket_stub", text: "name,code,note\nA,1,new\n", mapping }];
  const started = await world.admin.post("/imports", { files, dryRun: false });
  expect(started.status).toBe(202);
  const job = await world.ports.jobStore.get("acme", started.body.id);
  if (!job) throw new Error("the import is a job");
  await world.run(job);
  const [file] = (await world.admin.get(`/imports/${job.id}`)).body["files"] as readonly {
    readonly problems: readonly { readonly code: string }[];
  }[];
  return (file?.problems ?? []).map((one) => one.code);
}
