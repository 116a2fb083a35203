import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMetadataStore } from "#functions/adapters/dynamodb/metadata-store.ts";
import { apiTable } from "#functions/compose/api.ts";
import { publishDraft } from "#functions/operations/metadata/publish-draft.ts";
import { startApi, type ApiUnderTest, type Client, type Seen } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
}, 120_000);
afterAll(() => api.stop());

const label = (text: string) => ({ "zh-CN": text, en: text });

interface Field {
  readonly [key: string]: unknown;
  readonly id?: string;
  readonly apiName: string;
  readonly type: string;
}
interface Body {
  readonly [key: string]: unknown;
  readonly fields: readonly Field[];
}
interface Plan {
  readonly id: string;
  readonly changes: readonly {
    readonly path: string;
    readonly class: string;
    readonly affected: number;
    readonly samples: readonly { readonly name: string; readonly value?: string }[];
    readonly groups: readonly { readonly value: string; readonly count: number }[];
    readonly usedBy: readonly { readonly kind: string; readonly apiName: string; readonly pointer: string }[];
  }[];
  readonly automatic: readonly {
    readonly kind: string;
    readonly apiName: string;
    readonly pointer: string;
  }[];
  readonly refused: readonly { readonly code: string; readonly pointer: string }[];
}

const put = (kind: string, apiName: string, body: unknown): Promise<Seen> =>
  admin.send("PUT", `/metadata/draft/${kind}/${apiName}`, { body });

async function saved(kind: string, apiName: string, body: unknown): Promise<void> {
  const answer = await put(kind, apiName, body);
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
}

async function planned(): Promise<Plan> {
  const answer = await admin.post("/metadata/plan", {});
  expect(answer.status).toBe(200);
  return answer.body as unknown as Plan;
}

async function publish(): Promise<Plan> {
  const plan = await planned();
  expect(plan.refused).toEqual([]);
  const answer = await admin.post("/metadata/publish", { plan: plan.id });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return plan;
}

async function document(kind: string, apiName: string): Promise<Body> {
  const { body } = await admin.get("/metadata");
  const documents = body["documents"] as { kind: string; apiName: string; body: Body }[];
  const found = documents.find((one) => one.kind === kind && one.apiName === apiName);
  if (!found) throw new Error(`${kind} ${apiName} is published`);
  return found.body;
}

function withField(body: Body, name: string, change: object): Body {
  return { ...body, fields: body.fields.map((one) => (one.apiName === name ? { ...one, ...change } : one)) };
}

function objectOf(apiName: string, ...fields: readonly object[]) {
  const title = { apiName: "title", type: "text", label: label("标题") };
  return {
    ...{ apiName, label: label(apiName), pluralLabel: label(apiName), nameField: "title" },
    fields: [title, ...fields],
  };
}

async function create(object: string, values: object): Promise<string> {
  const made = await admin.post(`/objects/${object}/records`, { values });
  expect([made.status, made.text]).toEqual([201, made.text]);
  return made.body.id;
}

const valuesOf = async (object: string, id: string): Promise<Readonly<Record<string, unknown>>> =>
  (await admin.get(`/objects/${object}/records/${id}`)).body.values;

const drop = (kind: string, name: string): Promise<Seen> =>
  admin.send("DELETE", `/metadata/draft/${kind}/${name}?discard=true`);

describe("M: metadata", () => {
  it("M01: no reserved name becomes an object or a field", async () => {
    const names = [
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "hasOwnProperty",
      "id",
      "tenantId",
      "pk",
      "then",
      "toJSON",
    ];
    for (const name of new Set(names)) {
      const asField = await put(
        "object",
        "holder",
        objectOf("holder", { apiName: name, type: "text", label: label("x") }),
      );
      const asObject = await put("object", "holder", objectOf(name));
      expect([name, asField.status, asObject.status]).toEqual([name, 422, 422]);
    }
  });

  it("M02: odd names are refused, and names differ by more than case", async () => {
    for (const name of ["a#b", "a/b", "a\u0000", "a\u200f", "аbc", "a".repeat(256), "1a", "Aa", ""]) {
      const answer = await put(
        "object",
        "holder",
        objectOf("holder", { apiName: name, type: "text", label: label("x") }),
      );
      expect([name, answer.status]).toEqual([name, 422]);
    }
  });

  it("M03: a field in use does not go: 409 with the list; mentions are removed on request where that is safe", async () => {
    await saved(
      "object",
      "trip",
      objectOf("trip", { apiName: "cost", type: "number", label: label("费用") }),
    );
    const view = { object: "trip", label: label("行程"), columns: ["title", "cost"] };
    await saved("view", "trips", { apiName: "trips", display: "list", ...view });
    const rule = {
      object: "trip",
      label: label("费用为正"),
      must: "record.cost > 0",
      message: label("费用应为正数"),
    };
    await saved("rule", "cost_positive", { apiName: "cost_positive", ...rule });
    await publish();
    const body = await document("object", "trip");
    await saved("object", "trip", { ...body, fields: body.fields.filter((one) => one.apiName !== "cost") });
    const plan = await planned();
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
    await publish();
    expect((await document("view", "trips"))["columns"]).toEqual(["title"]);
  });

  it("M03: a change of type converts, keeps what cannot be converted, and can be undone with later edits", async () => {
    await saved(
      "object",
      "parcel",
      objectOf("parcel", { apiName: "weight", type: "text", label: label("重量") }),
    );
    await publish();
    const [light, odd, edited] = [
      await create("parcel", { title: "A", weight: "12.5" }),
      await create("parcel", { title: "B", weight: "heavy" }),
      await create("parcel", { title: "C", weight: "7" }),
    ];
    const body = await document("object", "parcel");
    const before = (await admin.get("/metadata/versions?limit=1")).body.items[0]?.version;
    await saved("object", "parcel", withField(body, "weight", { type: "number", settings: {} }));
    const plan = await publish();
    expect(plan.changes.find((one) => one.path.endsWith("/type"))).toMatchObject({
      ...{ class: "destructive", affected: 1, samples: [{ name: "B", value: "heavy" }] },
    });
    const jobs = (await admin.get("/jobs")).body.items.map((one) => one["kind"]);
    expect(jobs).toContain("convert");
    expect((await valuesOf("parcel", light))["weight"]).toBe(12.5);
    expect((await valuesOf("parcel", odd))["weight"] ?? null).toBeNull();
    const patch = await admin.patch(`/objects/parcel/records/${edited}`, { values: { weight: 8 } }, "*");
    expect(patch.status).toBe(200);
    const preview = await admin.post(`/metadata/versions/${before}:plan`, {});
    expect([preview.status, preview.body["refused"]]).toEqual([200, []]);
    const back = await admin.post("/metadata/rollback", { version: before, plan: preview.body.id });
    expect([back.status, back.text]).toEqual([200, back.text]);
    const weights = await Promise.all([light, odd, edited].map((id) => valuesOf("parcel", id)));
    expect(weights.map((one) => one["weight"])).toEqual(["12.5", "heavy", "8"]);
  });

  it("M03: a rename is followed into a view, a rule, a workflow and a template", async () => {
    await saved(
      "object",
      "bike",
      objectOf("bike", { apiName: "price", type: "number", label: label("价格") }),
    );
    const view = { object: "bike", label: label("车"), columns: ["title", "price"] };
    const filter = { field: "price", op: "gt", value: 1 };
    await saved("view", "bikes", { apiName: "bikes", display: "list", ...view, filter });
    const rule = {
      object: "bike",
      label: label("价格"),
      must: "record.price >= 0",
      message: label("不能为负"),
    };
    await saved("rule", "bike_price", { apiName: "bike_price", ...rule });
    const nodes = [
      {
        ...{ apiName: "start", type: "record-saved", next: { default: "tell" } },
        settings: { on: ["created"], condition: "record.price > 100" },
      },
      { apiName: "tell", type: "notify", settings: { message: label("价格 {{ record.price }}") } },
    ];
    await saved("workflow", "bike_flow", {
      apiName: "bike_flow",
      label: label("流程"),
      object: "bike",
      nodes,
    });
    await publish();
    const id = await create("bike", { title: "红", price: 12 });
    await saved("object", "bike", withField(await document("object", "bike"), "price", { apiName: "cost" }));
    const plan = await publish();
    expect(plan.automatic.map((one) => `${one.kind}${one.pointer}`).toSorted()).toEqual([
      "rule/must",
      "view/columns/1",
      "view/filter/field",
      "workflow/nodes/0/settings/condition",
      "workflow/nodes/1/settings/message/en",
      "workflow/nodes/1/settings/message/zh-CN",
    ]);
    expect(await document("rule", "bike_price")).toMatchObject({ must: "record.cost >= 0" });
    expect((await valuesOf("bike", id))["cost"]).toBe(12);
  });

  it("M03: unique on repeated values is refused with the groups", async () => {
    await saved(
      "object",
      "badge",
      objectOf("badge", { apiName: "code", type: "text", label: label("编号") }),
    );
    await publish();
    for (const code of ["x", "x", "y"]) await create("badge", { title: code, code });
    await saved("object", "badge", withField(await document("object", "badge"), "code", { unique: true }));
    const plan = await planned();
    expect(plan.changes[0]).toMatchObject({
      class: "refused",
      affected: 2,
      groups: [{ value: "x", count: 2 }],
    });
    const answer = await admin.post("/metadata/publish", { plan: plan.id });
    expect([answer.status, answer.body.code]).toEqual([409, "duplicate_values"]);
    await drop("object", "badge");
  });

  it("M03: required and rules are judged on the records, bounds on their values", async () => {
    await saved(
      "object",
      "guest",
      objectOf("guest", { apiName: "phone", type: "text", label: label("电话") }),
    );
    await publish();
    for (const phone of ["1234567", "12", null])
      await create("guest", { title: phone ?? "-", ...(phone ? { phone } : {}) });
    const change = { required: true, settings: { maxLength: 5 } };
    await saved("object", "guest", withField(await document("object", "guest"), "phone", change));
    const rule = {
      object: "guest",
      label: label("长"),
      must: "size(record.title) > 1",
      message: label("太短"),
    };
    await saved("rule", "guest_title", { apiName: "guest_title", ...rule });
    const { changes } = await planned();
    const of = (end: string) => changes.find((one) => one.path.endsWith(end));
    expect(of("/required")).toMatchObject({ affected: 1, samples: [{ name: "-" }] });
    expect(of("/settings")).toMatchObject({ affected: 1, samples: [{ name: "1234567" }] });
    expect(changes.find((one) => one.path === "")).toMatchObject({ affected: 1, samples: [{ name: "-" }] });
    await drop("object", "guest");
    await drop("rule", "guest_title");
  });

  it("M04: the same bad definition is refused the same, new or changed", async () => {
    const bad = objectOf("box", {
      apiName: "size",
      type: "text",
      label: label("x"),
      settings: { maxLength: -1 },
    });
    const codes: unknown[] = [];
    for (const first of [true, false]) {
      if (!first) {
        await saved("object", "box", objectOf("box"));
        await publish();
      }
      await saved("object", "box", bad);
      const { refused } = await planned();
      codes.push(refused.map((one) => [one.code, one.pointer]));
      await drop("object", "box");
    }
    expect(codes[0]).toEqual(codes[1]);
    expect(codes[0]).not.toEqual([]);
  });

  it("M05: of two publishes at once one wins; the other is told", async () => {
    await saved("object", "race", objectOf("race"));
    const { id } = await planned();
    const answers = await Promise.all([1, 2].map(() => admin.post("/metadata/publish", { plan: id })));
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 409]);
    const version = answers.find((one) => one.status === 200)?.body.version;
    expect((await admin.get("/metadata")).body.version).toBe(version);
  });

  it("M05: two admins on one document: the second gets a merge, not the loss of the first's work", async () => {
    const first = await put("object", "race", await document("object", "race"));
    const base = first.body["body"] as Body;
    const add = (name: string) => ({
      ...base,
      fields: [...base.fields, { apiName: name, type: "text", label: label(name) }],
    });
    const match = { "if-match": `"${String(first.body["revision"])}"` };
    const theirs = await admin.send("PUT", "/metadata/draft/object/race", {
      body: add("theirs"),
      headers: match,
    });
    expect(theirs.status).toBe(200);
    const mine = await admin.send("PUT", "/metadata/draft/object/race", {
      body: add("mine"),
      headers: match,
    });
    expect(mine.status).toBe(412);
    const merge = await admin.post("/metadata/draft/object/race:merge", { base, mine: add("mine") });
    expect([merge.status, merge.body["conflicts"]]).toEqual([200, []]);
    const merged = merge.body["merged"] as Body;
    expect(merged.fields.map((one) => one.apiName).toSorted()).toEqual(["mine", "theirs", "title"]);
    const headers = { "if-match": `"${String(merge.body["revision"])}"` };
    const onto = (version: unknown) =>
      admin.send("PUT", `/metadata/draft/object/race?baseVersion=${String(version)}`, {
        body: merged,
        headers,
      });
    const version = Number(merge.body["version"]);
    expect((await onto(version - 1)).status).toBe(412);
    expect((await onto(version)).status).toBe(200);
    await drop("object", "race");
  });

  it("M05: saves without a revision do not fail each other", async () => {
    const body = await document("object", "race");
    const answers = await Promise.all([1, 2, 3].map(() => put("object", "race", body)));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    await drop("object", "race");
  });

  it("M07: a circle of formulas is refused with its path", async () => {
    const formula = (apiName: string, expression: string) => ({
      ...{ apiName, type: "formula", label: label(apiName), settings: { expression, result: "number" } },
    });
    await saved("object", "ring", objectOf("ring", formula("a", "record.b"), formula("b", "record.a")));
    const { refused } = await planned();
    expect(refused.map((one) => one.code)).toContain("cycle");
    await drop("object", "ring");
  });

  it("M08: markup in labels and helps is text", async () => {
    const evil = "<script>alert(1)</script>{{ record.title }}";
    const field = { apiName: "note", type: "text", label: label(evil.slice(0, 60)), help: label(evil) };
    await saved("object", "plain", objectOf("plain", field));
    await publish();
    const body = await document("object", "plain");
    expect(body.fields[1]?.["help"]).toEqual(label(evil));
  });

  it("M09: a publish that dies between its writes leaves the old version whole", async () => {
    await saved("object", "saga", objectOf("saga"));
    const { version } = (await admin.get("/metadata")).body;
    const { table } = apiTable();
    const client = new Proxy(table.client, {
      get: (target, name) =>
        name === "send"
          ? (command: object) =>
              command.constructor.name === "TransactWriteCommand"
                ? Promise.reject(new Error("killed"))
                : target.send(command as never)
          : Reflect.get(target, name),
    });
    const metadataStore = createMetadataStore({ ...table, client });
    const request = { workspace: "acme", userId: "admin", plan: null, note: "" };
    await expect(publishDraft({ ...api.context, metadataStore }, request)).rejects.toThrow("killed");
    expect((await admin.get("/metadata")).body.version).toBe(version);
    expect((await admin.get("/objects/saga/schema")).status).toBe(404);
    await publish();
    expect((await admin.get("/objects/saga/schema")).status).toBe(200);
  });

  it("M10: only admins touch metadata", async () => {
    for (const person of ["reader@acme", "north1@acme", "nobody@acme"]) {
      const client = api.as(person);
      for (const [method, target] of [
        ["GET", "/metadata/draft"],
        ["PUT", "/metadata/draft/object/trip"],
        ["DELETE", "/metadata/draft/object/trip"],
        ["POST", "/metadata/draft:repair"],
        ["POST", "/metadata/draft/object/trip:merge"],
        ["POST", "/metadata/plan"],
        ["POST", "/metadata/publish"],
        ["GET", "/metadata/versions"],
        ["GET", "/metadata/versions/1"],
        ["POST", "/metadata/versions/1:plan"],
        ["POST", "/metadata/rollback"],
      ] as const) {
        const answer = await client.send(
          method,
          target,
          method === "POST" || method === "PUT" ? { body: {} } : {},
        );
        expect([person, method, target, answer.status]).toEqual([person, method, target, 403]);
      }
    }
  });
});
