import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { field, label, RelationsWorld } from "./relations-world.ts";

let api: ApiUnderTest;
let admin: Client;
let world: RelationsWorld;
const relation = (name: string, settings: object) => ({
  ...field(name, "relation", settings),
  required: true,
  indexed: true,
});
const seatFields = [
  relation("board", { target: "board", kind: "masterDetail" }),
  relation("person", { target: "person", onDelete: "cascade" }),
  field("part", "text"),
];

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new RelationsWorld(admin);
  await world.putObject("person", []);
  await world.putObject("board", [field("people", "multiRelation", { target: "person", through: "seat" })]);
}, 60_000);
afterAll(() => api.stop());

it("a joining object without a relation to each side cannot be published", async () => {
  await world.putObject("seat", [seatFields[0] as object]);
  const plan = await admin.post("/metadata/plan", {});
  expect(plan.text).toContain("no_join");
  const published = await admin.post("/metadata/publish", { plan: plan.body["id"] });
  expect([published.status, published.body.errors[0]?.code]).toEqual([422, "no_join"]);
});

it("connections with fields of their own are made, found, changed and removed from either side", async () => {
  await putSeat();
  await world.publish();
  const [board, other] = [
    await world.create("board", { name: "b" }),
    await world.create("board", { name: "c" }),
  ];
  const person = await world.create("person", { name: "p" });
  const seat = await world.create("seat", { name: "1", board, person, part: "chair" });
  await world.create("seat", { name: "2", board: other, person, part: "guest" });

  expect(await listed("board", board)).toEqual([["p", "chair"]]);
  expect(await listed("person", person)).toEqual([
    ["b", "chair"],
    ["c", "guest"],
  ]);
  await world.change("seat", seat, { values: { part: "treasurer" } });
  expect(await listed("board", board)).toEqual([["p", "treasurer"]]);

  const again = await admin.post("/objects/seat/records", { values: { name: "3", board, person } });
  expect([again.status, again.body.code]).toEqual([409, "unique_violation"]);
  const kept = await admin.post("/objects/board/records", { values: { name: "x", people: [person] } });
  expect([kept.status, kept.body.errors[0]?.["pointer"]]).toEqual([422, "/values/people"]);

  await admin.send("DELETE", `/objects/seat/records/${seat}`, { headers: { "if-match": "*" } });
  expect(await listed("board", board)).toEqual([]);
  await admin.send("DELETE", `/objects/person/records/${person}`, { headers: { "if-match": "*" } });
  await api.derived();
  expect(await listed("board", other)).toEqual([]);
});

async function putSeat(): Promise<void> {
  const body = {
    ...{ apiName: "seat", label: label("seat"), pluralLabel: label("seats"), nameField: "name" },
    fields: [field("name", "text"), ...seatFields],
    uniques: [{ apiName: "once", label: label("once"), fields: ["board", "person"] }],
  };
  const put = await admin.send("PUT", "/metadata/draft/object/seat", { body });
  expect(put.status, put.text).toBeLessThan(300);
}

/** Name of the other record and the part, as the record's page lists them. */
async function listed(object: string, id: string): Promise<readonly unknown[]> {
  const far = object === "board" ? "person" : "board";
  const { body } = await admin.post("/objects/seat/query", {
    filter: { field: object, op: "eq", value: id },
    fields: [far, "part"],
    sort: [{ field: "createdAt", direction: "asc" }],
  });
  const names = body["references"] as Readonly<Record<string, string>> | undefined;
  return body.items.map(({ values }) => {
    const other = String(values[far]);
    return [names?.[`${far}/${other}`], values["part"]];
  });
}
