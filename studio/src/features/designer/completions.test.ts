import type { FieldDefinition, WayObject } from "#engine";
import { expect, it } from "vitest";
import { completionsAt, wayOf, type CompletionScope } from "./completions.ts";

const named = (text: string) => ({ "zh-CN": `${text}（中）`, en: text });
const field = (apiName: string, type: string, settings?: object): FieldDefinition => ({
  ...{ apiName, type, label: named(apiName) },
  ...(settings ? { settings: { ...settings } } : {}),
});
const account = [field("industry", "text"), field("parent", "relation", { target: "account" })];
const objects = new Map<string, WayObject>([["account", wayOf(account)]]);
const scope: CompletionScope = {
  fields: [
    field("name", "text"),
    field("account", "relation", { target: "account" }),
    field("about", "relation", { targets: ["account", "lead"] }),
  ],
  objects,
  steps: [{ apiName: "mail_1", label: named("Mail"), results: ["opened", "clicked"] }],
};
const offered = (text: string, given = scope) =>
  completionsAt(text, text.length, given)?.items.map((one) => (one.leadsOn ? `${one.insert}.` : one.insert));

it("offers the record's fields after a dot, narrowed by what is typed of the name or label", () => {
  expect(offered("1 > record.")).toEqual(["name", "account.", "about"]);
  expect(offered("record.na")).toEqual(["name"]);
  expect(offered("before.account（")).toBeUndefined();
  expect(completionsAt("record.na", 9, scope)?.from).toBe(7);
});

it("offers fields through relations to one object, up to five relations away", () => {
  expect(offered("record.account.")).toEqual(["industry", "parent."]);
  expect(offered("record.account.parent.parent.parent.parent.")).toEqual(["industry", "parent"]);
  expect(offered("record.account.parent.parent.parent.parent.parent.")).toBeUndefined();
  expect(offered("record.about.")).toBeUndefined();
  expect(offered("before.account.")).toBeUndefined();
  expect(offered("record.account.", { ...scope, objects: null })).toBeUndefined();
});

it("offers steps of a flow and what they found out", () => {
  expect(offered("steps.")).toEqual(["mail_1."]);
  expect(offered("steps.mail_1.")).toEqual(["opened", "clicked"]);
});

it("offers nothing where no name is begun, or it is whole", () => {
  expect(offered("record")).toBeUndefined();
  expect(offered("other.record.")).toBeUndefined();
  expect(offered("record.name")).toBeUndefined();
});
