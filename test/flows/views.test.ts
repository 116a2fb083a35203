import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";

let api: ApiUnderTest;
const label = (text: string) => ({ "zh-CN": text, en: text });
const mine = {
  apiName: "mine",
  label: label("大额"),
  object: "deal",
  display: "list",
  columns: ["name", "amount", "owner"],
  filter: { field: "stage", op: "in", value: ["proposal", "won"] },
  sort: [{ field: "close_date", direction: "asc" }],
};

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function publish(kind: string, body: { readonly apiName: string }): Promise<void> {
  const admin = api.as("admin@acme");
  const put = await admin.send("PUT", `/metadata/draft/${kind}/${body.apiName}`, { body });
  expect(put.status, put.text).toBe(200);
  const plan = await admin.post("/metadata/plan", {});
  const published = await admin.post("/metadata/publish", { plan: plan.body.id });
  expect(published.status, published.text).toBe(200);
}

describe("private views", () => {
  it("are kept, listed, changed and deleted by their owner", async () => {
    const north = api.as("north1@acme");
    const made = await north.post("/views", mine);
    expect(made.status, made.text).toBe(201);
    const listed = await north.get("/views");
    expect(listed.body.items).toMatchObject([{ id: made.body.id, version: 1, view: mine }]);
    const path = `/views/${made.body.id}`;
    const body = { ...mine, columns: ["name"] };
    const changed = await north.send("PUT", path, { body, headers: { "if-match": '"1"' } });
    expect(changed.body).toMatchObject({ version: 2, view: { columns: ["name"] } });
    const late = await north.send("PUT", path, { body, headers: { "if-match": '"1"' } });
    expect(late.status).toBe(412);
    expect((await north.send("PUT", path, { body })).status).toBe(428);
    expect((await north.send("DELETE", path)).status).toBe(204);
    expect((await north.send("DELETE", path)).status).toBe(404);
    expect((await north.get("/views")).body.items).toEqual([]);
  });

  it("are nobody else's: not a teammate's, not an administrator's, not another workspace's", async () => {
    const made = await api.as("north1@acme").post("/views", mine);
    for (const other of ["north2@acme", "admin@acme", "admin@globex"]) {
      const client = api.as(other);
      expect((await client.get("/views")).body.items).toEqual([]);
      const path = `/views/${made.body.id}`;
      expect((await client.send("PUT", path, { body: mine, headers: { "if-match": "*" } })).status).toBe(404);
      expect((await client.send("DELETE", path)).status).toBe(404);
    }
    expect((await api.as("north1@acme").get("/views")).body.items).toHaveLength(1);
  });

  it.each([
    [{ ...mine, columns: [] }, "/columns"],
    [{ ...mine, object: "nothing" }, "/object"],
    [{ ...mine, columns: ["name", "no_such"] }, "/columns/1"],
    [{ ...mine, filter: { field: "stage", op: "explode", value: 1 } }, "/filter/op"],
    [{ ...mine, more: true }, "/more"],
  ])("are refused when wrong: %#", async (body, pointer) => {
    const answer = await api.as("north1@acme").post("/views", body);
    expect([400, 403, 422]).toContain(answer.status);
    expect(answer.body.errors.map((one) => one["pointer"])).toContain(pointer);
  });

  it("cannot name a field their owner may not read, and hide it when that came later", async () => {
    const blind = api.as("blind@acme");
    expect((await blind.post("/views", mine)).status).toBe(403);
    const { context } = api;
    const stored = { id: "01VIEWBLIND", version: 1, updatedAt: "2026-01-01T00:00:00Z", body: mine };
    const late = {
      ...stored,
      body: { ...mine, filter: { field: "amount", op: "gt", value: 5 } },
    } as never;
    await context.viewStore.put("acme", "blind", { view: late, expected: null });
    const { items } = (await blind.get("/views")).body;
    expect(items).toMatchObject([
      { view: { columns: ["name", "owner"] }, hidden: { columns: 1, filter: true, display: false } },
    ]);
    expect(JSON.stringify(items)).not.toContain("amount");
  });

  it("stand in the order their owner gave them, with favourites", async () => {
    const north = api.as("north2@acme");
    const preferences = {
      favourites: ["deal/deal_board"],
      order: { deal: ["deal/deal_all", "deal/deal_open"] },
    };
    expect((await north.send("PUT", "/views:arrange", { body: preferences })).status).toBe(200);
    expect((await north.get("/views")).body["preferences"]).toEqual(preferences);
    const wrong = await north.send("PUT", "/views:arrange", { body: { favourites: "all", order: {} } });
    expect(wrong.status).toBe(422);
  });
});

interface LayoutDocument {
  readonly kind: string;
  readonly apiName: string;
  readonly body: { readonly object?: string };
}

describe("layouts", () => {
  const section = (name: string, ...fields: string[]) => ({
    label: label(name),
    items: fields.map((field) => ({ field })),
  });
  const layout = (apiName: string, more: object) => ({
    apiName,
    label: label(apiName),
    object: "deal",
    tabs: [
      {
        apiName: "main",
        label: label("main"),
        sections: [section("Money", "amount"), section("Who", "name", "account")],
      },
      {
        apiName: "tasks",
        label: label("tasks"),
        relatedLists: [{ object: "task", field: "deal", columns: ["subject"] }],
      },
    ],
    ...more,
  });

  it("give each role its own form, without what the role may not see", async () => {
    await publish("layout", layout("deal_reps", { roles: ["team_rep"] }));
    await publish("layout", layout("deal_page", {}));
    const formOf = async (person: string) =>
      (await api.as(person).get("/objects/deal/schema")).body["uiSchema"] as {
        readonly type: string;
        readonly options: { readonly layout: string };
      };
    expect((await formOf("north1@acme")).options.layout).toBe("deal_reps");
    expect((await formOf("solo@acme")).options.layout).toBe("deal_page");
    expect((await formOf("solo@acme")).type).toBe("Categorization");
    const blind = JSON.stringify(await formOf("blind@acme"));
    expect(blind).not.toContain("amount");
    expect(blind).not.toContain("Money");
    const { documents } = (await api.as("blind@acme").get("/metadata")).body as unknown as {
      readonly documents: readonly LayoutDocument[];
    };
    const layouts = documents.filter((one) => one.kind === "layout" && one.body.object === "deal");
    expect(layouts.map((one) => one.apiName).sort()).toEqual(["deal_card", "deal_page", "deal_reps"]);
    expect(JSON.stringify(layouts)).not.toContain("amount");
  });

  it("are refused at publish with the place of each mistake", async () => {
    const admin = api.as("admin@acme");
    const body = layout("wrong", {
      tabs: [
        {
          apiName: "main",
          label: label("main"),
          sections: [section("Twice", "amount", "amount")],
          relatedLists: [{ object: "task", field: "subject", columns: ["subject"] }],
        },
      ],
    });
    await admin.send("PUT", "/metadata/draft/layout/wrong", { body });
    const plan = await admin.post("/metadata/plan", {});
    expect(plan.text).toContain("/layout/wrong/tabs/0/sections/0/items/1/field");
    expect(plan.text).toContain("/layout/wrong/tabs/0/relatedLists/0/field");
    await admin.send("DELETE", "/metadata/draft/layout/wrong?discard=true");
  });

  it("answer an unknown variant with a problem", async () => {
    const answer = await api.as("north1@acme").get("/objects/deal/schema?variant=huge");
    expect(answer.status).toBe(400);
  });
});

describe("apps", () => {
  it("are shown to their roles, without objects that may not be read", async () => {
    const groups = [{ items: [{ object: "deal" }, { object: "task", view: "task_open" }] }];
    await publish("app", {
      apiName: "selling",
      label: label("Selling"),
      roles: ["team_rep"],
      groups,
    } as never);
    const appsOf = async (person: string) =>
      (
        (await api.as(person).get("/metadata")).body["documents"] as { kind: string; apiName: string }[]
      ).filter((one) => one.kind === "app" && one.apiName === "selling");
    expect(await appsOf("north1@acme")).toHaveLength(1);
    expect(await appsOf("solo@acme")).toHaveLength(0);
  });
});
