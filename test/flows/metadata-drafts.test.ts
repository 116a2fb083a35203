import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMetadataStore } from "#functions/adapters/dynamodb/metadata-store.ts";
import { apiTable } from "#functions/compose/api.ts";
import { publishDraft } from "#functions/operations/metadata/publish-draft.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { label, MetadataWorld, objectOf, type DocumentBody } from "./metadata-world.ts";

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
      const asField = await world.put(
        "object",
        "holder",
        objectOf("holder", { apiName: name, type: "text", label: label("x") }),
      );
      const asObject = await world.put("object", "holder", objectOf(name));
      expect([name, asField.status, asObject.status]).toEqual([name, 422, 422]);
    }
  });

  it("M02: odd names are refused, and names differ by more than case", async () => {
    for (const name of ["a#b", "a/b", "a\u0000", "a\u200f", "аbc", "a".repeat(256), "1a", "Aa", ""]) {
      const answer = await world.put(
        "object",
        "holder",
        objectOf("holder", { apiName: name, type: "text", label: label("x") }),
      );
      expect([name, answer.status]).toEqual([name, 422]);
    }
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
        await world.saved("object", "box", objectOf("box"));
        await world.publish();
      }
      await world.saved("object", "box", bad);
      const { refused } = await world.planned();
      codes.push(refused.map((one) => [one.code, one.pointer]));
      await world.drop("object", "box");
    }
    expect(codes[0]).toEqual(codes[1]);
    expect(codes[0]).not.toEqual([]);
  });

  it("M05: of two publishes at once one wins; the other is told", async () => {
    await world.saved("object", "race", objectOf("race"));
    const { id } = await world.planned();
    const answers = await Promise.all([1, 2].map(() => admin.post("/metadata/publish", { plan: id })));
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 409]);
    const version = answers.find((one) => one.status === 200)?.body.version;
    expect((await admin.get("/metadata")).body.version).toBe(version);
  });

  it("M05: two admins on one document: the second gets a merge, not the loss of the first's work", async () => {
    const first = await world.put("object", "race", await world.document("object", "race"));
    const base = first.body["body"] as DocumentBody;
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
    const merged = merge.body["merged"] as DocumentBody;
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
    await world.drop("object", "race");
  });

  it("M05: saves without a revision do not fail each other", async () => {
    const body = await world.document("object", "race");
    const answers = await Promise.all([1, 2, 3].map(() => world.put("object", "race", body)));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    await world.drop("object", "race");
  });

  it("M07: a circle of formulas is refused with its path", async () => {
    const formula = (apiName: string, expression: string) => ({
      ...{ apiName, type: "formula", label: label(apiName), settings: { expression, result: "number" } },
    });
    await world.saved("object", "ring", objectOf("ring", formula("a", "record.b"), formula("b", "record.a")));
    const { refused } = await world.planned();
    expect(refused.map((one) => one.code)).toContain("cycle");
    await world.drop("object", "ring");
  });

  it("M08: markup in labels and helps is text", async () => {
    const evil = "<script>alert(1)</script>{{ record.title }}";
    const field = { apiName: "note", type: "text", label: label(evil.slice(0, 60)), help: label(evil) };
    await world.saved("object", "plain", objectOf("plain", field));
    await world.publish();
    const body = await world.document("object", "plain");
    expect(body.fields[1]?.["help"]).toEqual(label(evil));
  });

  it("M09: a publish that dies between its writes leaves the old version whole", async () => {
    await world.saved("object", "saga", objectOf("saga"));
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
    await world.publish();
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
