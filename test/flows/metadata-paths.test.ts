import { afterAll, beforeAll, expect, it } from "vitest";
import { reservedNames } from "#engine/contract/metadata/reserved-names.ts";
import { isPublic } from "#functions/http/route.ts";
import { startApi, type ApiUnderTest, type Body, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
}, 120_000);
afterAll(() => api.stop());

const label = (text: string) => ({ "zh-CN": text, en: text });
const objectOf = (apiName: string, ...fields: readonly object[]) => ({
  ...{ apiName, label: label("x"), pluralLabel: label("x"), nameField: "title" },
  fields: [{ apiName: "title", type: "text", label: label("标题") }, ...fields],
});
const text = (apiName: string) => ({ apiName, type: "text", label: label("x") });

/** Codes of what speaks against it, from a refusal or from a plan. */
function codesIn(body: Body): readonly string[] {
  const refused = (body["refused"] ?? body.errors ?? []) as readonly Body[];
  return refused.map((one) => one.code).toSorted();
}

/** Ways by which a definition comes in: as a working copy with its plan, and in a bundle. */
const paths: Readonly<Record<string, (body: { readonly apiName: string }) => Promise<readonly string[]>>> = {
  async draft(body) {
    const address = `/metadata/draft/object/${encodeURIComponent(body.apiName)}`;
    const saved = await admin.send("PUT", address, { body });
    if (saved.status !== 200) return codesIn(saved.body);
    const plan = await admin.post("/metadata/plan", {});
    await admin.send("DELETE", `${address}?discard=true`);
    return codesIn(plan.body);
  },
  async bundle(body) {
    const documents = [{ kind: "object", body }];
    return codesIn((await admin.post("/metadata/import", { documents })).body);
  },
};

it("M01, M02: no reserved or odd name of a field comes in, whichever way", async () => {
  const odd = ["a#b", "a/b", "a\u200f", "аbc", "a".repeat(256), "1a", "Aa"];
  const version = (await admin.get("/metadata")).body.version;
  for (const name of [...reservedNames, ...odd]) {
    for (const [path, bring] of Object.entries(paths)) {
      const codes = await bring(objectOf("holder", text(name)));
      expect([path, name, codes.length > 0]).toEqual([path, name, true]);
    }
  }
  expect((await admin.get("/metadata")).body.version).toBe(version);
}, 120_000);

it("M04: an invalid definition is refused with the same codes, whichever way it comes", async () => {
  const invalid: readonly (readonly object[])[] = [
    [{ ...text("size"), settings: { maxLength: -1 } }],
    [{ ...text("size"), type: "nothing" }],
    [text("size"), text("size")],
    [{ ...text("size"), surprise: true }],
    [{ apiName: "link", type: "relation", label: label("x"), settings: { target: "nowhere" } }],
    [
      {
        apiName: "sum",
        type: "formula",
        label: label("x"),
        settings: { expression: "record.", result: "number" },
      },
    ],
  ];
  for (const fields of invalid) {
    const body = objectOf("holder", ...fields);
    const told = await Promise.all(Object.values(paths).map((bring) => bring(body)));
    expect(told[0], JSON.stringify(fields)).not.toEqual([]);
    expect([...new Set(told[1])], JSON.stringify(fields)).toEqual([...new Set(told[0])]);
  }
}, 120_000);

it("M10: every route that needs the right to manage metadata refuses everybody else", async () => {
  const managed = api.routes.filter(
    (route) => !isPublic(route) && route.access !== "member" && route.access.join() === "metadata.manage",
  );
  expect(managed.map((one) => one.path)).toEqual(
    expect.arrayContaining([
      "/metadata/plan",
      "/metadata/publish",
      "/metadata/rollback",
      "/metadata/import",
      "/metadata/export",
    ]),
  );
  const open = api.routes.filter((one) => one.path.startsWith("/metadata") && one.access === "member");
  expect(open.map((one) => `${one.method} ${one.path}`)).toEqual(["GET /metadata"]);
  for (const person of ["reader@acme", "north1@acme", "nobody@acme"]) {
    for (const { method, path, describe } of managed) {
      const target = path.replaceAll(/\{\w+\}/g, "x");
      const answer = await api.as(person).send(method, target, describe.body ? { body: {} } : {});
      expect([person, method, path, answer.status]).toEqual([person, method, path, 403]);
    }
  }
});
