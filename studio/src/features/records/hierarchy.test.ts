import type { JsonObject } from "#engine";
import { expect, it } from "vitest";
import { objectsOf } from "../../model/object-info.ts";
import { ancestorsOf } from "./hierarchy.ts";

const label = { "zh-CN": "甲", en: "A" };
const access = { create: true, read: true, update: true, delete: true, scope: "all" as const };
const body = {
  ...{ apiName: "account", label, pluralLabel: label, nameField: "name" },
  fields: [
    { apiName: "name", type: "text", label },
    { apiName: "parent", type: "relation", label, settings: { target: "account", hierarchy: true } },
  ],
};
const fields = { name: "write", parent: "write" } as const;
const object = objectsOf([{ kind: "object", id: "o1", apiName: "account", body }], {
  account: { ...access, fields },
}).get("account");
const above = (stored: Readonly<Record<string, JsonObject | null>>) => {
  const tree = object?.byName.get("parent");
  if (!object || !tree) throw new Error("no such object");
  const read = (_object: string, id: string) => Promise.resolve(stored[id] ?? null);
  return ancestorsOf({ id: "c", values: { parent: "b" } }, { object, tree, read });
};

it("lists the records above, the topmost first", async () => {
  expect(await above({ b: { name: "B", parent: "a" }, a: { name: "A" } })).toEqual([
    { id: "a", name: "A" },
    { id: "b", name: "B" },
  ]);
});

it("ends at one that may not be read, and never goes round", async () => {
  expect(await above({ b: { name: "B", parent: "x" }, x: null })).toEqual([
    { id: "x", name: null },
    { id: "b", name: "B" },
  ]);
  expect((await above({ b: { name: "B", parent: "b" } })).length).toBe(12);
});
