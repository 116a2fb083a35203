import { afterAll, beforeAll, expect, it } from "vitest";
import { comparable, startApi, type ApiUnderTest, type Seen } from "./api-under-test.ts";

let api: ApiUnderTest;
/** Ids of acme's records by object and owner. */
const made: Record<string, string> = {};

/** A word and a number that stand in hidden values only. */
const SECRET_PHONE = "+8613912345678";
const SECRET_AMOUNT = "987654.32";
const match = { "if-match": "*" };

beforeAll(async () => {
  api = await startApi();
  for (const person of ["admin", "north1", "north2", "south1", "solo"]) {
    const client = api.as(`${person}@acme`);
    const account = await client.post("/objects/account/records", {
      values: { name: `account of ${person}` },
    });
    const deal = await client.post("/objects/deal/records", {
      values: {
        name: `deal of ${person}`,
        account: account.body.id,
        stage: "proposal",
        amount: { amount: SECRET_AMOUNT, currency: "CNY" },
      },
    });
    expect(deal.status).toBe(201);
    made[`deal/${person}`] = deal.body.id;
  }
  const account = await api.as("admin@acme").post("/objects/account/records", {
    values: { name: "Hidden phone", phone: SECRET_PHONE, industry: "finance", external_id: "EXT-1" },
  });
  made["account/admin"] = account.body.id;
  await api.derived();
});
afterAll(() => api.stop());

it("answers another workspace's ids exactly as ids that never were", async () => {
  const stranger = api.as("admin@globex");
  const missing = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const calls: ((id: string) => Promise<Seen>)[] = [
    (id) => stranger.get(`/objects/deal/records/${id}`),
    (id) => stranger.patch(`/objects/deal/records/${id}`, { values: { name: "x" } }, "*"),
    (id) => stranger.send("DELETE", `/objects/deal/records/${id}`, { headers: match }),
    (id) => stranger.send("POST", `/objects/deal/records/${id}:restore`),
    (id) => stranger.get(`/objects/deal/records/${id}/timeline`),
    (id) => stranger.post("/objects/deal/bulk", { operations: [{ op: "delete", id }] }),
    (id) => stranger.post("/objects/deal/bulk", { operations: [{ op: "update", id, values: {} }] }),
    (id) => stranger.post("/objects/deal/query", { filter: { field: "id", op: "eq", value: id } }),
    (id) => stranger.post("/objects/contact/records", { values: { name: "x", account: id } }),
    (id) => stranger.post("/objects/contact/query", { filter: { field: "account", op: "eq", value: id } }),
    (id) => stranger.get(`/imports/${id}`),
  ];
  for (const [at, call] of calls.entries()) {
    const [theirs, none] = [await call(made["deal/admin"] ?? ""), await call(missing)];
    const text = (seen: Seen) =>
      JSON.stringify(comparable(seen))
        .replaceAll(/request-\d+/g, "")
        .replaceAll(made["deal/admin"] ?? "", missing);
    expect(text(theirs) === text(none), `call ${at}`).toBe(true);
    expect(theirs.status, `call ${at}`).toBeLessThan(500);
  }
  expect((await api.as("admin@acme").get(`/objects/deal/records/${made["deal/admin"]}`)).body.version).toBe(
    1,
  );
});

it("keeps records out of reach out of get, list, count, group and search, and denies without a trace", async () => {
  const reach: Record<string, string[]> = {
    admin: ["admin", "north1", "north2", "south1", "solo"],
    reader: ["admin", "north1", "north2", "south1", "solo"],
    north1: ["north1", "north2"],
    south1: ["south1"],
    solo: ["solo"],
  };
  for (const [person, owners] of Object.entries(reach)) {
    const client = api.as(`${person}@acme`);
    const list = await client.post("/objects/deal/query", {
      count: true,
      sort: [{ field: "amount", direction: "desc" }],
    });
    expect(list.body.items.map((one) => String(one.owner)).sort(), person).toEqual([...owners].sort());
    expect(list.body.count, person).toBe(owners.length);
    const groups = await client.post("/objects/deal/aggregate", {
      groupBy: ["stage"],
      measures: [{ fn: "count" }],
    });
    expect(
      groups.body.groups.map((one) => one.count),
      person,
    ).toEqual([owners.length]);
    for (const owner of reach["admin"] ?? []) {
      const id = made[`deal/${owner}`] ?? "";
      const status = owners.includes(owner) ? 200 : 404;
      expect((await client.get(`/objects/deal/records/${id}`)).status, `${person} → ${owner}`).toBe(status);
      expect((await client.get(`/objects/deal/records/${id}/timeline`)).status).toBe(status);
      const found = await client.get(`/search?q=${encodeURIComponent(`deal of ${owner}`)}`);
      expect(found.body.items.map((one) => one["name"]).includes(`deal of ${owner}`)).toBe(status === 200);
    }
  }
  const solo = api.as("solo@acme");
  const theirs = made["deal/north1"] ?? "";
  const denied = [
    await solo.patch(`/objects/deal/records/${theirs}`, { values: { name: "mine" } }, "*"),
    await solo.send("DELETE", `/objects/deal/records/${theirs}`, { headers: match }),
    await api.as("reader@acme").patch(`/objects/deal/records/${theirs}`, { values: { name: "mine" } }, "*"),
    await api.as("reader@acme").send("DELETE", `/objects/deal/records/${theirs}`, { headers: match }),
    await api.as("reader@acme").post("/objects/deal/records", { values: { name: "mine" } }),
    await solo.post("/objects/deal/records", { values: { name: "for another" }, owner: "north1" }),
  ];
  expect(denied.map((one) => one.status)).toEqual([404, 404, 403, 403, 403, 403]);
  const after = await api.as("admin@acme").get(`/objects/deal/records/${theirs}`);
  expect([after.body.version, after.body.values["name"]]).toEqual([1, "deal of north1"]);
  expect((await api.as("admin@acme").post("/objects/deal/query", { count: true })).body.count).toBe(5);
});

it("refuses each way of asking about a hidden field, as it does for one that does not exist", async () => {
  const blind = api.as("blind@acme");
  const refusals = [
    { fields: ["amount"] },
    { fields: ["name", "account.phone"] },
    { filter: { field: "amount", op: "isNotEmpty" } },
    {
      filter: {
        not: { or: [{ field: "amount", op: "eq", value: { amount: SECRET_AMOUNT, currency: "CNY" } }] },
      },
    },
    { filter: { field: "account.industry", op: "eq", value: "finance" } },
    { sort: [{ field: "amount", direction: "asc" }] },
  ];
  for (const body of refusals) {
    const seen = await blind.post("/objects/deal/query", body);
    expect([seen.status, seen.body.code], JSON.stringify(body)).toEqual([403, "field_forbidden"]);
    const ghost = JSON.parse(
      JSON.stringify(body).replaceAll(/"(amount|account\.\w+)"/g, '"ghost"'),
    ) as object;
    const absent = await blind.post("/objects/deal/query", ghost);
    expect([absent.status, absent.body.code], JSON.stringify(ghost)).toEqual([403, "field_forbidden"]);
  }
  for (const body of [
    { groupBy: ["amount"], measures: [{ fn: "count" }] },
    { measures: [{ fn: "sum", field: "amount" }] },
    { filter: { field: "amount", op: "isEmpty" }, measures: [{ fn: "count" }] },
  ]) {
    expect((await blind.post("/objects/deal/aggregate", body)).status).toBe(403);
  }
});

it("keeps a hidden field out of every answer", async () => {
  const blind = api.as("blind@acme");
  const answers = [
    await blind.post("/objects/deal/query", {}),
    await blind.get(`/objects/deal/records/${made["deal/admin"]}`),
    await blind.get(`/objects/deal/records/${made["deal/admin"]}/timeline`),
    await blind.get("/objects/deal/schema"),
    await blind.post("/objects/account/query", {}),
    await blind.get(`/objects/account/records/${made["account/admin"]}`),
    await blind.get("/objects/account/schema"),
    await blind.get("/openapi.json"),
    await blind.get("/metadata"),
    await blind.get("/me"),
    await blind.get(`/search?q=${encodeURIComponent(SECRET_PHONE)}`),
    await blind.get("/search?q=13912345678"),
  ];
  for (const seen of answers) {
    expect(seen.status).toBe(200);
    expect(seen.text).not.toContain("13912345678");
    expect(seen.text).not.toContain("987654");
  }
  const documents = answers[8]?.body["documents"] as readonly {
    apiName: string;
    body: { object?: string };
  }[];
  const about = (object: string) =>
    documents.filter((one) => one.apiName === object || one.body.object === object);
  const schemas = (answers[7]?.body["components"] as { schemas: Record<string, unknown> }).schemas;
  const accounts = [
    answers[4],
    answers[5],
    answers[6],
    about("account"),
    schemas["account_values"],
    answers[9]?.body.objects["account"],
  ];
  /** Without lists of other objects, which may have readable fields of the same name. */
  const told = (object: string, one: unknown) =>
    JSON.stringify(one, (key, value: unknown) =>
      key === "relatedLists"
        ? (value as { object: string }[]).filter((list) => list.object === object)
        : value,
    );
  for (const one of accounts) expect(told("account", one)).not.toMatch(/"(phone|external_id|industry)"/);
  const deals = [
    answers[0],
    answers[1],
    answers[2],
    answers[3],
    about("deal"),
    schemas["deal_values"],
    answers[9]?.body.objects["deal"],
  ];
  for (const one of deals) expect(told("deal", one)).not.toContain('"amount"');
});

it("tells nothing about a hidden field by writing to it", async () => {
  const blind = api.as("blind@acme");
  const shape = async (name: string) => {
    const values = { name: "x", [name]: "v" };
    const seen = await blind.post("/objects/account/records", { values });
    const text = JSON.stringify(seen.body.errors ?? []).replaceAll(name, "field");
    return [seen.status, text];
  };
  expect(await shape("phone")).toEqual(await shape("ghost"));
  const clash = await blind.patch(
    `/objects/account/records/${made["account/admin"]}`,
    { values: { external_id: "EXT-1" } },
    "*",
  );
  expect([403, 422]).toContain(clash.status);
  expect(clash.text).not.toContain("EXT-1");
});

it("opens a cursor only for the one who got it, for the question it was made for", async () => {
  const ask = (person: string, body: object) =>
    api.as(person).post("/objects/deal/query", { limit: 2, ...body });
  const cursor = (await ask("admin@acme", {})).body.cursor;
  expect((await ask("admin@acme", { cursor })).status).toBe(200);
  for (const seen of [
    await ask("reader@acme", { cursor }),
    await ask("admin@globex", { cursor }),
    await ask("admin@acme", { cursor, filter: { field: "stage", op: "eq", value: "won" } }),
    await ask("admin@acme", { cursor, sort: [{ field: "amount", direction: "asc" }] }),
    await ask("admin@acme", { cursor: `${String(cursor).slice(0, -3)}AAA` }),
    await ask("admin@acme", { cursor: "nonsense" }),
  ]) {
    expect([seen.status, seen.body.code]).toEqual([400, "bad_cursor"]);
  }
});
