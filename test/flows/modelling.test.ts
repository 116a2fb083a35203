import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Body, type Client } from "./api-under-test.ts";
import {
  asDraft,
  currentHouse,
  house,
  houseRoles,
  importRow,
  make,
  problems,
  refusals,
  refusedFor,
  regions,
  retire,
  valid,
} from "./modelling-world.ts";
import { publishDocuments } from "./publish-documents.ts";

let api: ApiUnderTest;
let admin: Client;
beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  await publishDocuments(admin, [
    { kind: "optionSet", body: regions },
    asDraft(house),
    ...houseRoles.map((body) => ({ kind: "role", body })),
  ]);
});
afterAll(() => api.stop());

describe("options", () => {
  it("are entities with ids that the server gives and a rename keeps", async () => {
    const body = await currentHouse(admin);
    const options = body.fields.find((one) => one.apiName === "kind")?.settings?.options ?? [];
    expect(options.every((one) => /^[a-z0-9]{1,12}$/.test(one.id ?? ""))).toBe(true);
    const renamed = options.map((one) =>
      one.value === "flat" ? { ...one, label: { "zh-CN": "公寓房", en: "Apartment" } } : one,
    );
    const fields = body.fields.map((one) =>
      one.apiName === "kind" ? { ...one, settings: { ...one.settings, options: renamed } } : one,
    );
    await publishDocuments(admin, [asDraft({ ...body, fields })]);
    const after = (await currentHouse(admin)).fields.find((one) => one.apiName === "kind")?.settings?.options;
    expect(after?.map((one) => one.id)).toEqual(options.map((one) => one.id));
  });

  it("that are retired are kept by records that have them, found by filters and refused for new values", async () => {
    const old = await make(admin, { heating: "gas" });
    await retire(admin, "heating", "coal");
    const kept = await admin.post("/objects/house/records", { values: valid({ heating: "coal" }) });
    expect(problems(kept.body)).toEqual(["/values/heating option_retired"]);
    await retire(admin, "heating", "gas");
    const same = await admin.patch(
      `/objects/house/records/${old.id}`,
      { values: { heating: "gas", floor: 3 } },
      "*",
    );
    expect(same.status).toBe(200);
    const found = await admin.post("/objects/house/query", {
      filter: { field: "heating", op: "eq", value: "gas" },
    });
    expect(found.body.items.map((one) => one.id)).toEqual([old.id]);
    expect(await refusals(admin, { heating: "coal" })).toEqual(
      Array.from({ length: 3 }, () => ["/values/heating option_retired"]),
    );
    expect(await importRow(admin, { name: "进口", kind: "flat", heating: "coal" })).toEqual([
      "option_retired",
    ]);
  });

  it("of a shared set serve every field that names it; a set in use cannot go", async () => {
    await make(admin, { region: "north" });
    const wrong = await admin.post("/objects/house/records", { values: valid({ region: "west" }) });
    expect(problems(wrong.body)).toEqual(["/values/region unknown_option"]);
    const reader = api.as("reader@acme");
    const seen = await reader.get("/metadata");
    expect(JSON.stringify(seen.body["documents"])).toContain("regions");
    await admin.send("DELETE", "/metadata/draft/optionSet/regions");
    const plan = await admin.post("/metadata/plan", {});
    expect(problems({ errors: plan.body["refused"] } as Body)).toContain("/optionSet/regions in_use");
    await admin.send("DELETE", "/metadata/draft/optionSet/regions?discard=true");
  });

  it("that depend on another field are offered for its values only, on every surface", async () => {
    await make(admin, { region: "north", city: "harbin" });
    const wrong = "/values/city option_not_offered";
    expect(await refusals(admin, { region: "south", city: "harbin" })).toEqual([[wrong], [wrong], [wrong]]);
    expect(await refusals(admin, { city: "harbin" })).toEqual([[wrong], [wrong], [wrong]]);
    const moved = await make(admin, { region: "north", city: "harbin" });
    const address = `/objects/house/records/${moved.id}`;
    expect(problems((await admin.patch(address, { values: { region: "south" } }, "*")).body)).toEqual([
      wrong,
    ]);
    expect((await admin.patch(address, { values: { region: "south", city: "sanya" } }, "*")).status).toBe(
      200,
    );
    const row = { name: "进口", kind: "flat", region: "south", city: "harbin" };
    expect(await importRow(admin, row)).toEqual(["option_not_offered"]);
  });
});

describe("record types", () => {
  it("narrow options of other fields, also when the type changes", async () => {
    const wrong = "/values/heating option_not_offered";
    expect(await refusals(admin, { kind: "villa", garden: "60", heating: "district" })).toEqual([
      [wrong],
      [wrong],
      [wrong],
    ]);
    const flat = await make(admin, { heating: "district" });
    const values = { kind: "villa", garden: "60" };
    const answer = await admin.patch(`/objects/house/records/${flat.id}`, { values }, "*");
    expect(problems(answer.body)).toEqual([wrong]);
    expect(
      await importRow(admin, { name: "进口", kind: "villa", garden: "60", heating: "district" }),
    ).toEqual(["option_not_offered"]);
    const { body } = await admin.get("/objects/house/schema");
    expect(body["schema"]).toMatchObject({
      "x-record-type-field": "kind",
      "x-record-types": [{ option: "villa", options: { heating: ["electric"] } }],
    });
  });
});

it("a record type gives way to one of another option, though roles use the object", async () => {
  const before = await currentHouse(admin);
  await publishDocuments(admin, [asDraft({ ...before, recordTypes: [{ option: "flat" }] })]);
  await publishDocuments(admin, [
    asDraft({ ...(await currentHouse(admin)), recordTypes: before.recordTypes ?? [] }),
  ]);
});

describe("combined uniqueness", () => {
  const clash = ["/values/street unique_violation"];

  it("is kept on every surface, freed by change and deletion, taken again on restore", async () => {
    const first = await make(admin, { street: "长安街", number: 1 });
    expect(await refusals(admin, { street: "长安街", number: 1 })).toEqual([clash, clash, clash]);
    expect(await importRow(admin, { name: "进口", kind: "flat", street: "长安街", number: "1" })).toEqual([
      "unique_violation",
    ]);
    const again = await admin.post("/objects/house/records", {
      values: valid({ street: "长安街", number: 1 }),
    });
    expect([again.status, again.body.errors[0]?.["message"]]).toEqual([409, expect.stringContaining("门牌")]);
    await make(admin, { street: "长安街" });
    await make(admin, { street: "长安街" });
    const address = `/objects/house/records/${first.id}`;
    expect((await admin.patch(address, { values: { number: 2 } }, "*")).status).toBe(200);
    const second = await make(admin, { street: "长安街", number: 1 });
    expect(problems((await admin.patch(address, { values: { number: 1 } }, "*")).body)).toEqual(clash);
    await admin.send("DELETE", `/objects/house/records/${second.id}`, { headers: { "if-match": "*" } });
    expect((await admin.patch(address, { values: { number: 1 } }, "*")).status).toBe(200);
    const back = await admin.send("POST", `/objects/house/records/${second.id}:restore`);
    expect([back.status, problems(back.body)]).toEqual([409, clash]);
  });

  it("lets exactly one of ten at once win", async () => {
    const values = () => valid({ street: "竞争路", number: 7 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => admin.post("/objects/house/records", { values: values() })),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it("Q06: says nothing about a field the caller may not see", async () => {
    await make(admin, { street: "隐藏路", number: 3 });
    const other = await make(admin, { street: "另一路", number: 3 });
    const blind = api.as("blind@acme");
    const values = { street: "隐藏路" };
    const clash = await blind.patch(`/objects/house/records/${other.id}`, { values }, "*");
    expect([clash.status, clash.body.code]).toEqual([422, "rejected"]);
    expect(clash.text).not.toMatch(/门牌|number|隐藏路/);
    expect((await blind.post("/objects/house/records", { values: valid(values) })).status).toBe(201);
    expect((await blind.get("/metadata")).text).not.toContain("门牌");
  });
});

describe("conditions of fields", () => {
  it("require a value where they hold, also when only what they go by changes", async () => {
    const wrong = "/values/elevator required";
    expect(await refusals(admin, { floor: 9 })).toEqual([[wrong], [wrong], [wrong]]);
    expect(await importRow(admin, { name: "进口", kind: "flat", floor: "9" })).toEqual(["required"]);
    const made = await make(admin, { floor: 9, elevator: "yes" });
    const address = `/objects/house/records/${made.id}`;
    expect(problems((await admin.patch(address, { values: { elevator: null } }, "*")).body)).toEqual([wrong]);
    expect((await admin.patch(address, { values: { elevator: null, floor: 1 } }, "*")).status).toBe(200);
  });

  it("lock a value for people while they hold", async () => {
    const sold = await admin.post("/objects/house/records", { values: valid({ sold: true, price: 5 }) });
    expect(problems(sold.body)).toEqual(["/values/price read_only"]);
    const open = await make(admin, { price: 5 });
    const address = `/objects/house/records/${open.id}`;
    expect((await admin.patch(address, { values: { sold: true } }, "*")).status).toBe(200);
    expect(problems((await admin.patch(address, { values: { price: 6 } }, "*")).body)).toEqual([
      "/values/price read_only",
    ]);
    expect((await admin.patch(address, { values: { price: 5, floor: 2 } }, "*")).status).toBe(200);
    expect((await admin.patch(address, { values: { sold: false, price: 6 } }, "*")).status).toBe(200);
  });

  it("keep a value that is not shown, take none for it and do not require it", async () => {
    const wrong = "/values/garden read_only";
    expect(await refusals(admin, { garden: "60" })).toEqual([[wrong], [wrong], [wrong]]);
    const villa = await admin.post("/objects/house/records", { values: valid({ kind: "villa" }) });
    expect(problems(villa.body)).toEqual(["/values/garden required"]);
    const made = await make(admin, { kind: "villa", garden: "60" });
    const address = `/objects/house/records/${made.id}`;
    const flat = await admin.patch(address, { values: { kind: "flat" } }, "*");
    expect([flat.status, flat.body.values["garden"]]).toEqual([200, "60"]);
  });

  it("reach the form as sources, without those that read hidden fields", async () => {
    const mine = (await admin.get("/objects/house/schema")).body["schema"] as {
      readonly properties: Readonly<Record<string, object>>;
    };
    expect(mine.properties["elevator"]).toMatchObject({ "x-required-if": "record.floor > 6" });
    expect(mine.properties["garden"]).toMatchObject({ "x-visible-if": 'record.kind == "villa"' });
    const theirs = (await api.as("blind@acme").get("/objects/house/schema")).body["schema"] as {
      readonly properties: Readonly<Record<string, object>>;
    };
    expect(theirs.properties["elevator"]).not.toHaveProperty("x-required-if");
    expect((await api.as("blind@acme").get("/metadata")).text).not.toContain("record.floor");
  });
});

it("refuses definitions that make no sense, at the place where they are wrong", async () => {
  const { fields } = await currentHouse(admin);
  const withField = (apiName: string, change: object) => ({
    fields: fields.map((one) => (one.apiName === apiName ? { ...one, ...change } : one)),
  });
  expect(await refusedFor(admin, withField("price", { readOnlyIf: "record.nothing" }))).toEqual([
    "/object/house/fields/9/readOnlyIf unknown_field",
  ]);
  expect(await refusedFor(admin, withField("price", { requiredIf: "record.name" }))).toEqual([
    "/object/house/fields/9/requiredIf wrong_type",
  ]);
  const city = fields.find((one) => one.apiName === "city");
  expect(
    await refusedFor(admin, withField("city", { settings: { ...city?.settings, controlledBy: "floor" } })),
  ).toEqual(expect.arrayContaining(["/object/house/fields/4/settings/controlledBy not_supported"]));
  expect(await refusedFor(admin, withField("region", { settings: { options: [] } }))).toEqual(
    expect.arrayContaining(["/object/house/fields/3/settings/options no_options"]),
  );
  expect(await refusedFor(admin, { recordTypes: [{ option: "castle" }] })).toContain(
    "/object/house/recordTypes/0/option unknown_reference",
  );
});
