import { describe, expect, it } from "vitest";
import { objectsOf } from "./object-info.ts";

const label = { "zh-CN": "甲", en: "A" };
const deal = {
  apiName: "deal",
  label,
  pluralLabel: label,
  nameField: "name",
  fields: [
    { apiName: "name", type: "text", label },
    { apiName: "number", type: "autoNumber", label },
    { apiName: "secret", type: "text", label },
    { apiName: "later", type: "typeOfTheFuture", label },
  ],
};
const documents = [{ kind: "object", id: "o1", apiName: "deal", body: deal }];
const access = {
  deal: {
    create: true,
    read: true,
    update: true,
    delete: false,
    scope: "own",
    fields: { name: "write", number: "write", later: "read" },
  },
} as const;

describe("objects as the caller sees them", () => {
  it("leave out hidden fields and types this studio does not know", () => {
    const fields = objectsOf(documents, access).get("deal")?.fields ?? [];
    expect(fields.map((one) => one.apiName)).toEqual(["name", "number"]);
  });

  it("never let someone write what the engine makes", () => {
    const byName = objectsOf(documents, access).get("deal")?.byName;
    expect(byName?.get("name")?.writable).toBe(true);
    expect(byName?.get("number")?.writable).toBe(false);
  });

  it("grant nothing on an object without access", () => {
    expect(objectsOf(documents, {}).get("deal")?.access.read).toBe(false);
    expect(objectsOf(documents, {}).get("deal")?.fields).toEqual([]);
  });
});
