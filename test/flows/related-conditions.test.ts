import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { field, label, RelationsWorld } from "./relations-world.ts";

let api: ApiUnderTest;
let admin: Client;
let world: RelationsWorld;
/** A firm rated A in an alliance rated X, one rated B alone. */
let best = "";
let other = "";

const stages = ["open", "won"].map((value) => ({ value, label: label(value) }));
const orderFields = [
  field("firm", "relation", { target: "firm", onDelete: "clear" }),
  { ...field("reference", "text"), requiredIf: "record.firm.rating == 'A'" },
  { ...field("discount", "number"), readOnlyIf: "record.firm.rating == 'B'" },
  { ...field("gift", "text"), visibleIf: "record.firm.alliance.rating == 'X'" },
  { ...field("stage", "select", { options: stages }), required: true },
  field("total", "number"),
];

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new RelationsWorld(admin);
  await world.putObject("alliance", [field("rating", "text")]);
  await world.putObject("firm", [
    field("rating", "text"),
    field("limit_of", "number"),
    field("alliance", "relation", { target: "alliance" }),
  ]);
  await world.putObject("trade_order", orderFields);
  await put("rule", "within_limit", {
    object: "trade_order",
    must: "record.total <= record.firm.limit_of",
    message: { "zh-CN": "超过客户额度。", en: "Above the firm's limit." },
    fields: ["total"],
  });
  await put("pipeline", "orders", {
    object: "trade_order",
    stageField: "stage",
    strict: true,
    stages: [
      { option: "open", category: "open", probability: 10 },
      { option: "won", category: "won", probability: 100 },
    ],
    transitions: [
      {
        ...{ apiName: "win", label: label("win"), from: ["open"], to: "won" },
        condition: "record.firm.rating == 'A'",
        set: { reference: "record.firm.alliance.name" },
      },
    ],
  });
  await world.publish();
  const alliance = await world.create("alliance", { name: "union", rating: "X" });
  best = await world.create("firm", { name: "best", rating: "A", limit_of: 100, alliance });
  other = await world.create("firm", { name: "other", rating: "B", limit_of: 10 });
}, 60_000);
afterAll(() => api.stop());

it("a path that leads nowhere is refused at publishing, with its place in the text", async () => {
  const wrong = { ...field("reference", "text"), requiredIf: "record.firm.ratin == 'A'" };
  await world.putObject("loose_order", [orderFields[0] as object, wrong]);
  const plan = await admin.post("/metadata/plan", {});
  expect(plan.text).toContain("unknown_field");
  await admin.send("DELETE", "/metadata/draft/object/loose_order");
});

it("a value is required by what the record refers to, also when only the relation changes", async () => {
  expect(await refusal({ firm: best })).toEqual([["/values/reference", "required"]]);
  expect(await refusal({ firm: other })).toEqual([]);
  const id = await world.create("trade_order", { name: "o", stage: "open", firm: other });
  const moved = await world.change("trade_order", id, { values: { firm: best } });
  expect(moved.body.errors.map((one) => [one["pointer"], one.code])).toEqual([
    ["/values/reference", "required"],
  ]);
});

it("a value is locked, or not to be entered, by what the record refers to, two relations away too", async () => {
  expect(await refusal({ firm: other, discount: 5 })).toEqual([["/values/discount", "read_only"]]);
  expect(await refusal({ firm: best, reference: "r", discount: 5, gift: "g" })).toEqual([]);
  expect(await refusal({ firm: other, gift: "g" })).toEqual([["/values/gift", "read_only"]]);
});

it("a rule through a relation holds in the form, in bulk and as the record it names changes", async () => {
  expect(await refusal({ firm: other, total: 11 })).toEqual([["/values/total", "rule"]]);
  expect(await refusal({ firm: other, total: 10 })).toEqual([]);
  expect(await refusal({ total: 10_000 })).toEqual([]);
  const bulk = await admin.post("/objects/trade_order/bulk", {
    operations: [
      { op: "create", values: { name: "b", stage: "open", firm: other, total: 11 } },
      { op: "create", values: { name: "b", stage: "open", firm: other, total: 9 } },
    ],
  });
  const results = bulk.body["results"] as readonly { readonly status: number; readonly id: string }[];
  expect(results.map((one) => one.status)).toEqual([422, 201]);
  await world.change("firm", other, { values: { limit_of: 5 } });
  const touched = await world.change("trade_order", results[1]?.id ?? "", { values: { name: "c" } });
  expect([touched.status, touched.body.errors[0]?.code]).toEqual([422, "rule"]);
  await world.change("firm", other, { values: { limit_of: 10 } });
});

it("a transition's gate and what it sets read through relations; the offer says so beforehand", async () => {
  const closed = await world.create("trade_order", { name: "x", stage: "open", firm: other });
  const open = await world.create("trade_order", { name: "y", stage: "open", firm: best, reference: "r" });
  const offers = await Promise.all(
    [closed, open].map((id) => admin.get(`/objects/trade_order/records/${id}/transitions`)),
  );
  const moves = offers.map((one) => (one.body["moves"] as readonly { readonly open: boolean }[])[0]?.open);
  expect(moves).toEqual([false, true]);
  const taken = await Promise.all(
    [closed, open].map((id) =>
      admin.send("POST", `/objects/trade_order/records/${id}/transitions/win`, {
        body: {},
        headers: { "if-match": "*" },
      }),
    ),
  );
  expect(taken.map((one) => one.status)).toEqual([422, 200]);
  expect(await world.valuesOf("trade_order", open)).toMatchObject({ stage: "won", reference: "union" });
});

it("the plan of a new rule through relations counts the stored records it would refuse", async () => {
  const id = await world.create("trade_order", { name: "m", stage: "open", firm: other, total: 8 });
  await put("rule", "within_half", {
    object: "trade_order",
    must: "record.total * 2 <= record.firm.limit_of",
    message: label("half"),
  });
  const plan = await admin.post("/metadata/plan", {});
  const change = (plan.body["changes"] as readonly Readonly<Record<string, unknown>>[]).find(
    (one) => one["apiName"] === "within_half",
  );
  const samples = change?.["samples"] as readonly { readonly id: string }[];
  expect(samples.map((one) => one.id)).toContain(id);
  expect(change?.["affected"]).toBe(samples.length);
  await admin.send("DELETE", "/metadata/draft/rule/within_half");
});

async function put(kind: string, apiName: string, body: object): Promise<void> {
  const sent = await admin.send("PUT", `/metadata/draft/${kind}/${apiName}`, {
    body: { apiName, label: label(apiName), ...body },
  });
  expect(sent.status, sent.text).toBeLessThan(300);
}

/** What a new order with these values is refused for. */
async function refusal(values: object): Promise<readonly (readonly [unknown, unknown])[]> {
  const made = await admin.post("/objects/trade_order/records", {
    values: { name: "o", stage: "open", ...values },
  });
  return made.status === 201 ? [] : made.body.errors.map((one) => [one["pointer"], one.code] as const);
}
