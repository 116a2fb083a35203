import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

const label = (zh: string, en: string) => ({ "zh-CN": zh, en });
const visit = {
  apiName: "visit",
  label: label("拜访", "Visit"),
  pluralLabel: label("拜访", "Visits"),
  icon: "map-pin",
  nameField: "subject",
  fields: [
    {
      apiName: "subject",
      type: "text",
      label: label("主题", "Subject"),
      required: true,
      settings: { maxLength: 120 },
    },
    {
      apiName: "account",
      type: "relation",
      label: label("客户", "Account"),
      settings: { target: "account", onDelete: "restrict" },
    },
    {
      apiName: "result",
      type: "select",
      label: label("结果", "Result"),
      indexed: true,
      settings: {
        options: [
          { value: "interested", label: label("有意向", "Interested"), color: "green" },
          { value: "none", label: label("无意向", "Not interested"), color: "red" },
        ],
      },
    },
    {
      apiName: "cost",
      type: "currency",
      label: label("费用", "Cost"),
      settings: { currencies: ["CNY", "USD"] },
    },
    { apiName: "notes", type: "longText", label: label("备注", "Notes") },
  ],
};

interface Plan {
  readonly id: string;
  readonly changes: readonly {
    readonly path: string;
    readonly class: string;
    readonly affected: number;
    readonly samples: readonly unknown[];
    readonly usedBy: readonly { readonly kind: string; readonly apiName: string }[];
  }[];
  readonly refused: readonly { readonly code: string; readonly pointer: string }[];
}

async function planned(): Promise<Plan> {
  const answer = await admin.post("/metadata/plan", {});
  expect(answer.status).toBe(200);
  return answer.body as unknown as Plan;
}

async function published(): Promise<number> {
  const { id, refused } = await planned();
  expect(refused).toEqual([]);
  const answer = await admin.post("/metadata/publish", { plan: id });
  expect(answer.text).toContain("version");
  return answer.body.version;
}

it("takes an object from draft over plan to publish; nobody sees it before, everybody after", async () => {
  const saved = await admin.send("PUT", "/metadata/draft/object/visit", { body: visit });
  expect(saved.status).toBe(200);
  const reader = api.as("reader@acme");
  expect((await reader.get("/objects/visit/schema")).status).toBe(404);
  expect((await planned()).changes).toMatchObject([{ path: "", class: "safe", affected: 0 }]);
  await published();
  const schema = await reader.get("/objects/visit/schema");
  expect(schema.status).toBe(200);
  expect(JSON.stringify(schema.body)).toContain("subject");
  const made = await admin.post("/objects/visit/records", {
    values: { subject: "首次拜访", result: "interested", cost: { amount: "120.00", currency: "CNY" } },
  });
  expect(made.status).toBe(201);
});

it("keeps identity through a rename: values stay, the old name is gone", async () => {
  const draft = await admin.get("/metadata");
  const documents = draft.body["documents"] as { kind: string; apiName: string; body: typeof visit }[];
  const current = documents.find((one) => one.kind === "object" && one.apiName === "visit");
  const fields = current?.body.fields.map((one) =>
    one.apiName === "notes" ? { ...one, apiName: "remarks" } : one,
  );
  await admin.send("PUT", "/metadata/draft/object/visit", { body: { ...current?.body, fields } });
  const plan = await planned();
  expect(plan.changes).toMatchObject([{ class: "safe", change: "renamed" }]);
  await published();
  const list = await admin.post("/objects/visit/query", { fields: ["subject", "remarks"] });
  expect(list.status).toBe(200);
  expect((await admin.post("/objects/visit/query", { fields: ["notes"] })).status).toBe(403);
});

it("converts values on a change of type, and says so", async () => {
  const { body } = await admin.get("/metadata");
  const documents = body["documents"] as { kind: string; apiName: string; body: typeof visit }[];
  const current = documents.find((one) => one.kind === "object" && one.apiName === "visit")?.body;
  if (!current) throw new Error("the object is published");
  const changed = current.fields.map((one) =>
    one.apiName === "cost" ? { ...one, type: "text", settings: {} } : one,
  );
  await admin.send("PUT", "/metadata/draft/object/visit", { body: { ...current, fields: changed } });
  const plan = await planned();
  expect(plan.changes.find((one) => one.path.endsWith("/type"))).toMatchObject({
    class: "needsBackfill",
    affected: 0,
    concerned: 1,
  });
  expect(plan.refused).toEqual([]);
  await admin.send("DELETE", "/metadata/draft/object/visit?discard=true");
  expect((await planned()).changes).toEqual([]);
});

it("refuses to leave anything dangling: a field in use cannot go", async () => {
  const { body } = await admin.get("/metadata");
  const documents = body["documents"] as { kind: string; apiName: string; body: typeof visit }[];
  const deal = documents.find((one) => one.kind === "object" && one.apiName === "deal")?.body;
  if (!deal) throw new Error("the sales template has deals");
  const fields = deal.fields.filter((one) => one.apiName !== "amount");
  await admin.send("PUT", "/metadata/draft/object/deal", { body: { ...deal, fields } });
  const plan = await planned();
  expect(plan.refused.length).toBeGreaterThan(0);
  const users = plan.changes.flatMap((one) => one.usedBy.map((user) => user.kind));
  expect(users).toEqual(expect.arrayContaining(["view", "pipeline"]));
  await admin.send("DELETE", "/metadata/draft/object/deal?discard=true");
});

it("refuses a plan that is no longer true", async () => {
  const field = { apiName: "rating", type: "number", label: label("评分", "Rating"), required: true };
  const { body } = await admin.get("/metadata");
  const documents = body["documents"] as { kind: string; apiName: string; body: typeof visit }[];
  const current = documents.find((one) => one.kind === "object" && one.apiName === "visit")?.body;
  if (!current) throw new Error("the object is published");
  await admin.send("PUT", "/metadata/draft/object/visit", {
    body: { ...current, fields: [...current.fields, field] },
  });
  const plan = await planned();
  expect(plan.changes[0]).toMatchObject({ affected: 1 });
  await admin.post("/objects/visit/records", { values: { subject: "第二次" } });
  const moved = await admin.post("/metadata/publish", { plan: plan.id });
  expect([moved.status, moved.body.code]).toEqual([409, "plan_moved"]);
  await admin.send("DELETE", "/metadata/draft/object/visit?discard=true");
});

it("goes back to an older version by publishing it again", async () => {
  const versions = await admin.get("/metadata/versions");
  const [newest] = versions.body.items;
  const first = versions.body.items.find((one) => one.version === 2);
  expect(first).toBeDefined();
  const back = await admin.post("/metadata/rollback", { version: 2 });
  expect([back.status, back.body.version]).toEqual([200, (newest?.version ?? 0) + 1]);
  expect((await admin.post("/objects/visit/query", { fields: ["notes"] })).status).toBe(200);
});

it("answers every bad document with a pointer, never with a 5xx", async () => {
  const cases: readonly (readonly [string, unknown, number])[] = [
    ["object/visit2", { ...visit, apiName: "__proto__" }, 422],
    ["object/visit2", { ...visit, apiName: "Visit 2" }, 422],
    ["object/visit2", { ...visit, apiName: "visit2", surprise: true }, 422],
    [
      "object/visit2",
      { ...visit, apiName: "visit2", fields: [{ ...visit.fields[0], apiName: "constructor" }] },
      422,
    ],
    ["object/visit2", [], 422],
    ["object/visit2", null, 422],
    ["unknown/x", {}, 404],
  ];
  for (const [path, body, status] of cases) {
    const answer = await admin.send("PUT", `/metadata/draft/${path}`, { body });
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
  }
});

it("is for admins only, and shows others no hidden field", async () => {
  const reader = api.as("reader@acme");
  for (const [method, path] of [
    ["GET", "/metadata/draft"],
    ["PUT", "/metadata/draft/object/visit"],
    ["POST", "/metadata/plan"],
    ["POST", "/metadata/publish"],
    ["POST", "/metadata/rollback"],
  ] as const) {
    const answer = await reader.send(method, path, method === "GET" ? {} : { body: {} });
    expect([path, answer.status]).toEqual([path, 403]);
  }
  const seen = await api.as("blind@acme").get("/metadata");
  expect(seen.status).toBe(200);
  const documents = seen.body["documents"] as { kind: string; apiName: string; body: typeof visit }[];
  const deal = documents.find((one) => one.kind === "object" && one.apiName === "deal");
  expect(deal?.body.fields.map((one) => one.apiName)).not.toContain("amount");
  expect(documents.map((one) => one.kind)).not.toContain("rule");
});
