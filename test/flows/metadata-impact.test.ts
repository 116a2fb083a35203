import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { label, MetadataWorld, objectOf, withField } from "./metadata-world.ts";

let api: ApiUnderTest;
let admin: Client;
let world: MetadataWorld;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new MetadataWorld(admin);
}, 120_000);
afterAll(() => api.stop());

describe("M: metadata", () => {
  it("M03: a field in use does not go: 409 with the list; mentions are removed on request where that is safe", async () => {
    await world.saved(
      "object",
      "trip",
      objectOf("trip", { apiName: "cost", type: "number", label: label("费用") }),
    );
    const view = { object: "trip", label: label("行程"), columns: ["title", "cost"] };
    await world.saved("view", "trips", { apiName: "trips", display: "list", ...view });
    const rule = {
      object: "trip",
      label: label("费用为正"),
      must: "record.cost > 0",
      message: label("费用应为正数"),
    };
    await world.saved("rule", "cost_positive", { apiName: "cost_positive", ...rule });
    await world.publish();
    const body = await world.document("object", "trip");
    await world.saved("object", "trip", {
      ...body,
      fields: body.fields.filter((one) => one.apiName !== "cost"),
    });
    const plan = await world.planned();
    expect(plan.changes.flatMap((one) => one.usedBy)).toMatchObject([
      { kind: "rule", apiName: "cost_positive", pointer: "/must" },
      { kind: "view", apiName: "trips", pointer: "/columns/1" },
    ]);
    const refused = await admin.post("/metadata/publish", { plan: plan.id });
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([409, "in_use"]);
    const element = { kind: "field", target: "trip.cost" };
    expect((await admin.post("/metadata/draft:repair", { element })).status).toBe(409);
    await admin.send("DELETE", "/metadata/draft/rule/cost_positive");
    expect((await admin.post("/metadata/draft:repair", { element })).status).toBe(200);
    await world.publish();
    expect((await world.document("view", "trips"))["columns"]).toEqual(["title"]);
  });

  it("M03: a change of type converts, keeps what cannot be converted, and can be undone with later edits", async () => {
    await world.saved(
      "object",
      "parcel",
      objectOf("parcel", { apiName: "weight", type: "text", label: label("重量") }),
    );
    await world.publish();
    const [light, odd, edited] = [
      await world.create("parcel", { title: "A", weight: "12.5" }),
      await world.create("parcel", { title: "B", weight: "heavy" }),
      await world.create("parcel", { title: "C", weight: "7" }),
    ];
    const body = await world.document("object", "parcel");
    const before = (await admin.get("/metadata/versions?limit=1")).body.items[0]?.version;
    await world.saved("object", "parcel", withField(body, "weight", { type: "number", settings: {} }));
    const plan = await world.publish();
    expect(plan.changes.find((one) => one.path.endsWith("/type"))).toMatchObject({
      ...{ class: "destructive", affected: 1, samples: [{ name: "B", value: "heavy" }] },
    });
    const jobs = (await admin.get("/jobs")).body.items.map((one) => one["kind"]);
    expect(jobs).toContain("convert");
    expect((await world.valuesOf("parcel", light))["weight"]).toBe(12.5);
    expect((await world.valuesOf("parcel", odd))["weight"] ?? null).toBeNull();
    const patch = await admin.patch(`/objects/parcel/records/${edited}`, { values: { weight: 8 } }, "*");
    expect(patch.status).toBe(200);
    const preview = await admin.post(`/metadata/versions/${before}:plan`, {});
    expect([preview.status, preview.body["refused"]]).toEqual([200, []]);
    const back = await admin.post("/metadata/rollback", { version: before, plan: preview.body.id });
    expect([back.status, back.text]).toEqual([200, back.text]);
    const weights = await Promise.all([light, odd, edited].map((id) => world.valuesOf("parcel", id)));
    expect(weights.map((one) => one["weight"])).toEqual(["12.5", "heavy", "8"]);
  });

  it("M03: a rename is followed into a view, a rule, a workflow and a template", async () => {
    await world.saved(
      "object",
      "bike",
      objectOf("bike", { apiName: "price", type: "number", label: label("价格") }),
    );
    const view = { object: "bike", label: label("车"), columns: ["title", "price"] };
    const filter = { field: "price", op: "gt", value: 1 };
    await world.saved("view", "bikes", { apiName: "bikes", display: "list", ...view, filter });
    const rule = {
      object: "bike",
      label: label("价格"),
      must: "record.price >= 0",
      message: label("不能为负"),
    };
    await world.saved("rule", "bike_price", { apiName: "bike_price", ...rule });
    const nodes = [
      {
        ...{ apiName: "start", type: "record-saved", next: { default: "tell" } },
        settings: { on: ["created"], condition: "record.price > 100" },
      },
      { apiName: "tell", type: "notify", settings: { message: label("价格 {{ record.price }}") } },
    ];
    await world.saved("workflow", "bike_flow", {
      apiName: "bike_flow",
      label: label("流程"),
      object: "bike",
      nodes,
    });
    await world.publish();
    const id = await world.create("bike", { title: "红", price: 12 });
    await world.saved(
      "object",
      "bike",
      withField(await world.document("object", "bike"), "price", { apiName: "cost" }),
    );
    const plan = await world.publish();
    expect(plan.automatic.map((one) => `${one.kind}${one.pointer}`).toSorted()).toEqual([
      "rule/must",
      "view/columns/1",
      "view/filter/field",
      "workflow/nodes/0/settings/condition",
      "workflow/nodes/1/settings/message/en",
      "workflow/nodes/1/settings/message/zh-CN",
    ]);
    expect(await world.document("rule", "bike_price")).toMatchObject({ must: "record.cost >= 0" });
    expect((await world.valuesOf("bike", id))["cost"]).toBe(12);
  });

  it("M03: unique on repeated values is refused with the groups", async () => {
    await world.saved(
      "object",
      "badge",
      objectOf("badge", { apiName: "code", type: "text", label: label("编号") }),
    );
    await world.publish();
    for (const code of ["x", "x", "y"]) await world.create("badge", { title: code, code });
    await world.saved(
      "object",
      "badge",
      withField(await world.document("object", "badge"), "code", { unique: true }),
    );
    const plan = await world.planned();
    expect(plan.changes[0]).toMatchObject({
      class: "refused",
      affected: 2,
      groups: [{ value: "x", count: 2 }],
    });
    const answer = await admin.post("/metadata/publish", { plan: plan.id });
    expect([answer.status, answer.body.code]).toEqual([409, "duplicate_values"]);
    await world.drop("object", "badge");
  });

  it("M03: required and rules are judged on the records, bounds on their values", async () => {
    await world.saved(
      "object",
      "guest",
      objectOf("guest", { apiName: "phone", type: "text", label: label("电话") }),
    );
    await world.publish();
    for (const phone of ["1234567", "12", null])
      await world.create("guest", { title: phone ?? "-", ...(phone ? { phone } : {}) });
    const change = { required: true, settings: { maxLength: 5 } };
    await world.saved("object", "guest", withField(await world.document("object", "guest"), "phone", change));
    const rule = {
      object: "guest",
      label: label("长"),
      must: "size(record.title) > 1",
      message: label("太短"),
    };
    await world.saved("rule", "guest_title", { apiName: "guest_title", ...rule });
    const { changes } = await world.planned();
    const of = (end: string) => changes.find((one) => one.path.endsWith(end));
    expect(of("/required")).toMatchObject({ affected: 1, samples: [{ name: "-" }] });
    expect(of("/settings")).toMatchObject({ affected: 1, samples: [{ name: "1234567" }] });
    expect(changes.find((one) => one.path === "")).toMatchObject({ affected: 1, samples: [{ name: "-" }] });
    await world.drop("object", "guest");
    await world.drop("rule", "guest_title");
  });

  it("a change of a role says who gains and loses what; all records that lack a value are named", async () => {
    const body = await world.document("role", "reader");
    await world.saved("role", "reader", {
      ...body,
      objects: { "*": { read: true, update: true, scope: "own" } },
    });
    const { access } = await world.planned();
    expect(access).toEqual([
      {
        ...{ role: "reader", label: label("reader"), people: 1, names: [expect.any(String)] },
        differences: [
          { object: "*", right: "update", name: "", before: "no", after: "yes" },
          { object: "*", right: "scope", name: "", before: "all", after: "own" },
        ],
      },
    ]);
    await world.drop("role", "reader");
    expect((await world.planned()).access).toEqual([]);
  });
});
