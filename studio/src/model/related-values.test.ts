import type { JsonObject } from "#engine";
import { expect, it } from "vitest";
import { objectsOf } from "./object-info.ts";
import { reachedValues } from "./related-values.ts";

const label = { "zh-CN": "甲", en: "A" };
const access = (...names: string[]) => ({
  ...{ create: true, read: true, update: true, delete: true, scope: "all" as const },
  fields: Object.fromEntries(names.map((name) => [name, "write" as const])),
});
const relation = (apiName: string, target: string) => ({
  apiName,
  type: "relation",
  label,
  settings: { target },
});
const text = (apiName: string) => ({ apiName, type: "text", label });
const document = (apiName: string, fields: readonly object[]) => ({
  ...{ kind: "object", id: apiName, apiName },
  body: { apiName, label, pluralLabel: label, nameField: "name", fields },
});
const objects = objectsOf(
  [
    document("deal", [text("name"), relation("account", "account")]),
    document("account", [text("name"), text("industry"), text("secret"), relation("parent", "account")]),
  ],
  { deal: access("name", "account"), account: access("name", "industry", "parent") },
);
const stored: Readonly<Record<string, JsonObject | null>> = {
  "account/a": { name: "A", industry: "retail", parent: "b" },
  "account/b": { name: "B" },
  "account/hidden": null,
};
const reach = (values: JsonObject, ...paths: string[]) => {
  const object = objects.get("deal");
  if (!object) throw new Error("no deal");
  return reachedValues(
    { object, values },
    paths.map((one) => one.split(".")),
    { objects, read: (name, id) => Promise.resolve(stored[`${name}/${id}`] ?? null) },
  );
};

it("follows relations to the values at their ends, absent ones as null", async () => {
  expect(await reach({ account: "a" }, "account.industry", "account.parent.name")).toEqual({
    "account.industry": "retail",
    "account.parent.name": "B",
  });
  expect(await reach({ account: "a" }, "account.parent.industry")).toEqual({
    "account.parent.industry": null,
  });
  expect(await reach({ account: null }, "account.parent.name")).toEqual({ "account.parent.name": null });
});

it("leaves out what the reader may not know", async () => {
  expect(await reach({ account: "hidden" }, "account.industry")).toEqual({});
  expect(await reach({ account: "a" }, "account.secret")).toEqual({});
});
