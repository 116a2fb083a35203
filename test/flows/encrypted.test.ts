import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client, type Seen } from "./api-under-test.ts";
import { publishDocuments } from "./publish-documents.ts";

const label = (name: string) => ({ "zh-CN": name, en: name });
const SECRET = "11010519491231002X";
const all = { create: true, read: true, update: true, delete: true, scope: "all" };
const role = (apiName: string, fields: object) => ({
  kind: "role",
  body: { apiName, label: label(apiName), objects: { passport: { ...all, fields } } },
});
const documents = [
  {
    kind: "object",
    body: {
      apiName: "passport",
      label: label("passport"),
      pluralLabel: label("passports"),
      nameField: "holder",
      fields: [
        { apiName: "holder", type: "text", label: label("holder") },
        { apiName: "number", type: "encrypted", label: label("number"), settings: { maxLength: 20 } },
        { apiName: "signed", type: "signature", label: label("signed") },
      ],
    },
  },
  role("keeper", { number: "reveal" }),
  role("clerk", {}),
  role("outsider", { number: "none" }),
];

let api: ApiUnderTest;
let keeper: Client;
let clerk: Client;

beforeAll(async () => {
  api = await startApi();
  await publishDocuments(api.as("admin@acme"), documents);
  api.context.models.invalidate("acme");
  for (const id of ["keeper", "clerk", "outsider"]) {
    const rest = { locale: "zh-CN" as const, timeZone: "Asia/Shanghai", team: null, active: true };
    await api.context.userStore.put("acme", { id, email: `${id}@test.test`, name: id, roles: [id], ...rest });
  }
  [keeper, clerk] = [api.as("keeper@acme"), api.as("clerk@acme")];
}, 60_000);
afterAll(() => api.stop());

const create = (client: Client, values: object = { number: SECRET }) =>
  client.post("/objects/passport/records", { values });
const reveal = (client: Client, id: string, field = "number") =>
  client.post(`/objects/passport/records/${id}/fields/${field}:reveal`, {});
const secretFree = (...answers: readonly Seen[]) => {
  for (const { text } of answers) expect(text).not.toContain(SECRET);
};

describe("an encrypted field", () => {
  it("shows its mask in every answer, and its clear value nowhere in the table", async () => {
    const made = await create(clerk);
    expect(made.status).toBe(201);
    expect(made.body.values["number"]).toEqual({ masked: "••••002X" });
    const path = `/objects/passport/records/${made.body.id}`;
    await clerk.patch(path, { values: { number: `${SECRET} 2` } }, '"1"');
    await api.derived();
    const answers = [
      made,
      await clerk.get(path),
      await clerk.post("/objects/passport/query", { fields: ["number"] }),
      await clerk.get(`${path}/timeline`),
      await clerk.get(`/search?q=${SECRET}`),
      await api.as("admin@acme").get(path),
    ];
    for (const answer of answers) expect(answer.status).toBe(200 + (answer === made ? 1 : 0));
    secretFree(...answers);
    const object = (await api.context.models.current("acme"))?.objects.get("passport");
    const stored = object && (await api.context.recordStore.get("acme", object, made.body.id));
    expect(JSON.stringify(stored)).not.toContain(SECRET);
    expect(JSON.stringify(stored)).toContain("sealed");
  });

  it("is told to who may reveal it, and each time is in the record's timeline", async () => {
    const { body } = await create(clerk);
    const seen = await reveal(keeper, body.id);
    expect(seen).toMatchObject({ status: 200, body: { value: SECRET } });
    expect(seen.headers["cache-control"]).toBe("no-store");
    const timeline = await clerk.get(`/objects/passport/records/${body.id}/timeline`);
    const entry = timeline.body.items.find((one) => one["kind"] === "disclosure");
    expect(entry).toMatchObject({ actor: { id: "keeper", name: "keeper" }, details: { field: "number" } });
    const hidden = await api.as("outsider@acme").get(`/objects/passport/records/${body.id}/timeline`);
    expect(hidden.body.items.filter((one) => one["kind"] === "disclosure")).toEqual([]);
  });

  it("is told to nobody else, and that leaves no entry", async () => {
    const { body } = await create(clerk);
    const refused = await reveal(clerk, body.id);
    expect(refused).toMatchObject({ status: 403, body: { code: "field_forbidden" } });
    secretFree(refused);
    for (const person of ["admin@acme", "outsider@acme", "nobody@acme", "admin@globex"])
      expect([403, 404]).toContain((await reveal(api.as(person), body.id)).status);
    expect((await reveal(keeper, body.id, "holder")).status).toBe(404);
    expect((await reveal(keeper, "01K0000000000000000000000A")).status).toBe(404);
    const timeline = await clerk.get(`/objects/passport/records/${body.id}/timeline`);
    expect(timeline.body.items.some((one) => one["kind"] === "disclosure")).toBe(false);
  });

  it("does not change when its mask comes back, refuses another mask, and can be cleared and replaced", async () => {
    const { body } = await create(clerk);
    const path = `/objects/passport/records/${body.id}`;
    const same = await clerk.patch(path, { values: { number: { masked: "••••002X" } } }, '"1"');
    expect(same.body.version).toBe(1);
    const other = await clerk.patch(path, { values: { number: { masked: "••••9999" } } }, '"1"');
    expect(other).toMatchObject({ status: 422 });
    expect(other.body.errors[0]).toMatchObject({ pointer: "/values/number", code: "masked" });
    const both = await clerk.patch(path, { values: { holder: "A", number: { masked: "••••002X" } } }, '"1"');
    expect(both.body.version).toBe(2);
    expect((await reveal(keeper, body.id)).body["value"]).toBe(SECRET);
    await clerk.patch(path, { values: { number: "short" } }, '"2"');
    expect((await reveal(keeper, body.id)).body["value"]).toBe("short");
    const cleared = await clerk.patch(path, { values: { number: null } }, '"3"');
    expect(cleared.body.values["number"]).toBeNull();
    expect((await reveal(keeper, body.id)).status).toBe(404);
  });

  it("is validated in the clear, and no message repeats it", async () => {
    const refused = await create(clerk, { number: `${SECRET} and much more than twenty` });
    expect(refused.status).toBe(422);
    secretFree(refused);
  });

  it("opens only where it was sealed", async () => {
    const { body } = await create(clerk);
    const object = (await api.context.models.current("acme"))?.objects.get("passport");
    const field = object?.byName.get("number");
    if (!object || !field) throw new Error("the object is gone");
    const record = await api.context.recordStore.get("acme", object, body.id);
    const sealed = field.type.sealed?.sealedText(record?.values[field.id] ?? {}) ?? "";
    const place = { workspace: "acme", object: object.id, field: field.id, record: body.id };
    expect(await api.context.cipher.open(place, sealed)).toBe(SECRET);
    for (const other of [{ record: "other" }, { field: "other" }, { workspace: "globex" }])
      await expect(api.context.cipher.open({ ...place, ...other }, sealed)).rejects.toThrow();
  });

  it.each(["unique", "indexed", "searchable"])("cannot be %s", async (property) => {
    const [{ body }] = documents as unknown as [{ body: { fields: object[] } }];
    const fields = body.fields.map((one, at) => (at === 1 ? { ...one, [property]: true } : one));
    const admin = api.as("admin@acme");
    await admin.send("PUT", "/metadata/draft/object/passport", { body: { ...body, fields } });
    const plan = await admin.post("/metadata/plan", {});
    expect(JSON.stringify(plan.body["refused"])).toContain("not_supported");
  });
});

describe("a signature", () => {
  it("is kept as strokes, with a time that is not in the future", async () => {
    const signed = { name: "甲方", at: "2999-01-01T00:00:00Z", strokes: "1,2 3,4;5,6 7,8" };
    const made = await create(clerk, { signed });
    expect(made.status).toBe(201);
    const kept = made.body.values["signed"] as typeof signed;
    expect(kept).toMatchObject({ name: "甲方", strokes: signed.strokes });
    expect(Date.parse(kept.at)).toBeLessThanOrEqual(Date.now());
  });
});
