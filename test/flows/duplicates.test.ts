import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Body, type Client } from "./api-under-test.ts";
import { publishDocuments } from "./publish-documents.ts";
import { runOpenJobs } from "./run-open-jobs.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
}, 60_000);
afterAll(() => api.stop());

async function create(person: Client, object: string, values: object): Promise<string> {
  const made = await person.post(`/objects/${object}/records`, { values });
  expect(made.text).toContain('"id"');
  await api.derived();
  return made.body.id;
}

function check(person: Client, object: string, body: object) {
  return person.post(`/objects/${object}/duplicates:check`, body);
}

const ids = (found: { readonly body: Body }) => found.body.items.map((one) => one.id);

describe("duplicates on entry", () => {
  it("finds an account by its name without legal form, case and width, and says why", async () => {
    const id = await create(admin, "account", { name: "上海云帆科技有限公司" });
    const found = await check(admin, "account", { values: { name: "云帆科技（上海）股份有限公司 " } });
    expect(found.status).toBe(200);
    const exact = await check(admin, "account", { values: { name: "上海云帆科技" } });
    expect(exact.body).toMatchObject({
      action: "warn",
      items: [
        {
          id,
          name: "上海云帆科技有限公司",
          score: 100,
          rule: "account_name",
          reasons: [{ field: "name", comparison: "normalized", score: 100, here: "上海云帆科技" }],
        },
      ],
    });
  });

  it("finds a contact that is spelt differently and has the same phone", async () => {
    const id = await create(admin, "contact", { name: "John Smith", phone: "138 0013 8000" });
    const found = await check(admin, "contact", { values: { name: "Smyth, Jon", phone: "+8613800138000" } });
    expect(ids(found)).toEqual([id]);
    const other = await check(admin, "contact", { values: { name: "Wei Zhang", phone: "+8613800138000" } });
    expect(ids(other)).toEqual([]);
    const alone = await check(admin, "contact", { values: { name: "John Smith" } });
    expect(ids(alone)).toEqual([]);
  });

  it("asks before it saves one where a person can be asked, and saves it then", async () => {
    const id = await create(admin, "contact", { name: "A", email: "ask@example.com" });
    const body = { values: { name: "B", email: "ASK@example.com" } };
    const asked = await admin.post("/objects/contact/records?duplicates=ask", body);
    expect([asked.status, asked.body.code]).toEqual([409, "possible_duplicate"]);
    expect(asked.body["details"]).toMatchObject({ items: [{ id, rule: "contact_email" }] });
    const saved = await admin.post("/objects/contact/records?duplicates=allow", body);
    expect(saved.status).toBe(201);
    const wrong = await admin.post("/objects/contact/records?duplicates=perhaps", body);
    expect(wrong.status).toBe(400);
  });

  it("warns of a change that makes a record like another, and of no other change", async () => {
    await create(admin, "contact", { name: "C", email: "change@example.com" });
    const id = await create(admin, "contact", { name: "D", email: "other@example.com" });
    const target = `/objects/contact/records/${id}?duplicates=ask`;
    const refused = await admin.patch(target, { values: { email: "change@example.com" } }, "*");
    expect([refused.status, refused.body.code]).toEqual([409, "possible_duplicate"]);
    expect((await admin.patch(target, { values: { title: "CEO" } }, "*")).status).toBe(200);
  });

  it("follows changes and deletions", async () => {
    const id = await create(admin, "contact", { name: "E", email: "before@example.com" });
    await admin.patch(`/objects/contact/records/${id}`, { values: { email: "after@example.com" } }, "*");
    await api.derived();
    expect(ids(await check(admin, "contact", { values: { email: "before@example.com" } }))).toEqual([]);
    expect(ids(await check(admin, "contact", { values: { email: "after@example.com" } }))).toEqual([id]);
    await admin.send("DELETE", `/objects/contact/records/${id}`, { headers: { "if-match": "*" } });
    expect(ids(await check(admin, "contact", { values: { email: "after@example.com" } }))).toEqual([]);
  });

  it("finds those of a stored record, never itself", async () => {
    const one = await create(admin, "contact", { name: "F", email: "twin@example.com" });
    const other = await create(admin, "contact", { name: "G", email: "twin@example.com" });
    expect(ids(await check(admin, "contact", { id: one }))).toEqual([other]);
    expect(ids(await check(admin, "contact", { id: other }))).toEqual([one]);
  });

  it("Q06, G09: tells nothing of records and fields out of reach", async () => {
    const north = api.as("north1@acme");
    await create(admin, "contact", { name: "Hidden", email: "hidden@example.com" });
    const known = await check(north, "contact", { values: { email: "hidden@example.com" } });
    const unknown = await check(north, "contact", { values: { email: "unheard@example.com" } });
    expect(known.text).toBe(unknown.text);
    const saved = await north.post("/objects/contact/records?duplicates=ask", {
      values: { name: "Mine", email: "hidden@example.com" },
    });
    expect(saved.status).toBe(201);
    const mine = await create(admin, "contact", { name: "John Doe", phone: "+8613900001111" });
    const blind = await check(api.as("blind@acme"), "contact", {
      values: { name: "John Doe", phone: "+8613900001111" },
    });
    expect(ids(blind)).not.toContain(mine);
    expect((await check(api.as("nobody@acme"), "contact", { values: {} })).status).toBe(404);
    expect(
      (await check(api.as("admin@globex"), "contact", { values: { email: "hidden@example.com" } })).body
        .items,
    ).toEqual([]);
  });
});

describe("duplicates that exist", () => {
  const list = (person: Client) => person.get("/objects/lead/duplicates");
  const shown = async (person: Client) => {
    const { body, status } = await list(person);
    expect(status).toBe(200);
    return body.items.map((one) => [one.id, ...(one["others"] as readonly Body[]).map((other) => other.id)]);
  };

  it("are found by a job, looked at, dismissed for good, and gone when they are merged or changed", async () => {
    const lead = (name: string, more: object = {}) =>
      create(admin, "lead", { name, company: "X", phone: "+8613812345678", ...more });
    const [a, b, c] = [await lead("Ann Lee"), await lead("Lee Ann"), await lead("Ann Leigh")];
    await create(admin, "lead", { name: "Somebody Else", company: "Y", phone: "+8613812345678" });
    const [d, e] = [
      await create(admin, "lead", {
        name: "王小明",
        email: "wang@example.com",
        company: "Z",
        phone: "+8613900002222",
      }),
      await create(admin, "lead", { name: "王晓明", email: "wang@example.com", company: "Z" }),
    ];
    const started = await admin.post("/objects/lead/duplicates:find", {});
    expect(started.status, started.text).toBe(202);
    await runOpenJobs();
    expect(await shown(admin)).toEqual([
      [a, b, c],
      [d, e],
    ]);
    expect(await shown(api.as("north1@acme"))).toEqual([]);

    const dismissed = await admin.post("/objects/lead/duplicates:dismiss", { id: e, others: [d] });
    expect(dismissed.status, dismissed.text).toBe(204);
    expect(await shown(admin)).toEqual([[a, b, c]]);
    expect(ids(await check(admin, "lead", { id: d }))).toEqual([]);
    await admin.post("/objects/lead/duplicates:find", {});
    await runOpenJobs();
    expect(await shown(admin)).toEqual([[a, b, c]]);

    await admin.patch(`/objects/lead/records/${c}`, { values: { phone: "+8613700000000" } }, "*");
    expect(await shown(admin)).toEqual([[a, b]]);
    const merged = await admin.post(`/objects/lead/records/${a}:merge`, { others: [b] });
    expect(merged.status, merged.text).toBe(200);
    expect(await shown(admin)).toEqual([]);
  });

  it("are looked for and dismissed only by who may, in an object that is there", async () => {
    const reader = api.as("reader@acme");
    expect((await reader.post("/objects/lead/duplicates:find", {})).status).toBe(403);
    expect((await admin.post("/objects/nothing/duplicates:find", {})).status).toBe(404);
    expect((await api.as("nobody@acme").get("/objects/lead/duplicates")).status).toBe(404);
    expect((await admin.get("/objects/lead/duplicates?cursor=x")).status).toBe(400);
    expect((await admin.post("/objects/lead/duplicates:dismiss", { id: "x", others: ["y"] })).status).toBe(
      404,
    );
    expect((await admin.post("/objects/lead/duplicates:dismiss", { id: "x", others: [] })).status).toBe(422);
  });
});

describe("normalization", () => {
  it("is applied to what is sent, and to what was stored before by a job that can be undone", async () => {
    const id = await create(admin, "product", { name: "ｗｉｄｇｅｔ   x" });
    const model = await api.context.models.current("acme");
    const product = model?.objects.get("product")?.definition;
    const steps = ["fullWidthToHalf", "collapseSpaces", "upper"];
    const fields = (product?.fields ?? []).map((one) =>
      one.apiName === "name" ? { ...one, normalization: steps } : one,
    );
    const body = { ...product, apiName: "product", fields };
    await publishDocuments(admin, [{ kind: "object", body }]);
    await runOpenJobs();
    const made = await create(admin, "product", { name: "ａ   b" });
    const read = async (of: string) =>
      (await admin.get(`/objects/product/records/${of}`)).body.values["name"];
    expect(await read(made)).toBe("A B");
    const dry = await admin.post("/objects/product/values:normalize", { dryRun: true });
    expect(dry.status, dry.text).toBe(202);
    await runOpenJobs();
    expect(await read(id)).toBe("ｗｉｄｇｅｔ   x");
    expect((await admin.get(`/jobs/${String(dry.body["job"])}`)).body["counts"]).toMatchObject({
      changed: 1,
    });
    const job = String((await admin.post("/objects/product/values:normalize", {})).body["job"]);
    await runOpenJobs();
    expect(await read(id)).toBe("WIDGET X");
    await admin.post(`/jobs/${job}:undo`, {});
    await runOpenJobs();
    expect(await read(id)).toBe("ｗｉｄｇｅｔ   x");
    expect((await api.as("north1@acme").post("/objects/product/values:normalize", {})).status).toBe(403);
  });
});

describe("duplicate rules", () => {
  it("block when they say so, records that existed before the rule too", async () => {
    await create(admin, "product", { name: "Widget  Pro" });
    const rule = {
      apiName: "product_name",
      label: { "zh-CN": "同名", en: "Same name" },
      object: "product",
      criteria: [{ field: "name", comparison: "normalized", weight: 100 }],
      threshold: 100,
      onCreate: "block",
      onImport: "skip",
    };
    await publishDocuments(admin, [{ kind: "duplicateRule", body: rule }]);
    await runOpenJobs();
    const refused = await admin.post("/objects/product/records", { values: { name: "widget pro" } });
    expect([refused.status, refused.body.code]).toEqual([409, "duplicate"]);
  });

  it("compare only what can be compared", async () => {
    const rule = {
      apiName: "bad_rule",
      label: { "zh-CN": "不行", en: "No" },
      object: "account",
      criteria: [
        { field: "industry", comparison: "fuzzy", weight: 1 },
        { field: "notes", comparison: "exact", weight: 1 },
      ],
      threshold: 50,
      onCreate: "warn",
      onImport: "create",
    };
    await admin.send("PUT", "/metadata/draft/duplicateRule/bad_rule", { body: rule });
    const plan = await admin.post("/metadata/plan", {});
    expect(plan.text).toContain("/duplicateRule/bad_rule/criteria/0/comparison");
    expect(plan.text).toContain("/duplicateRule/bad_rule/criteria/1/field");
    await admin.send("DELETE", "/metadata/draft/duplicateRule/bad_rule");
  });
});
