import type { MetadataDocument, ObjectDefinition } from "#engine";
import { expect, it } from "vitest";
import { objectsOf } from "../../model/object-info.ts";
import { filterFields, takesDates, takesPeople } from "./filter-fields.ts";

const label = (en: string) => ({ "zh-CN": en, en });
const account: ObjectDefinition = {
  apiName: "account",
  label: label("Account"),
  pluralLabel: label("Accounts"),
  nameField: "name",
  fields: [
    { apiName: "name", type: "text", label: label("Name") },
    { apiName: "secret", type: "text", label: label("Secret") },
    { apiName: "founded", type: "date", label: label("Founded") },
  ],
};
const visit: ObjectDefinition = {
  apiName: "visit",
  label: label("Visit"),
  pluralLabel: label("Visits"),
  nameField: "subject",
  fields: [
    { apiName: "subject", type: "text", label: label("Subject") },
    { apiName: "account", type: "relation", label: label("Customer"), settings: { target: "account" } },
  ],
};
const documents: readonly MetadataDocument[] = [account, visit].map((body) => {
  return { kind: "object", id: body.apiName, apiName: body.apiName, body };
});
const may = { create: true, read: true, update: true, delete: true, scope: "all" } as const;
const paths = (accountAccess: object) => {
  const all = objectsOf(documents, {
    account: { ...may, fields: { name: "read", founded: "read" }, ...accountAccess },
    visit: { ...may, fields: { subject: "write", account: "write" } },
  });
  const object = all.get("visit");
  return object ? filterFields(object, all) : [];
};

it("names the object's own fields, then those one step further, as far as they may be read", () => {
  const names = paths({}).map((one) => one.path);
  expect(names.slice(0, 3)).toEqual(["subject", "account", "owner"]);
  expect(names).toContain("account.name");
  expect(names).toContain("account.createdAt");
  expect(names).not.toContain("account.secret");
  expect(paths({}).find((one) => one.path === "account.name")?.way).toEqual(label("Customer"));
  expect(paths({ read: false }).some((one) => one.path.includes("."))).toBe(false);
});

it("tells dates and people by what their types are", () => {
  const of = (path: string) => paths({}).find((one) => one.path === path);
  const [date, person, record] = [of("account.founded"), of("owner"), of("account")];
  if (!date || !person || !record) throw new Error("fields of the example");
  expect([takesDates(date), takesDates(person)]).toEqual([true, false]);
  expect([takesPeople(person), takesPeople(record), takesPeople(date)]).toEqual([true, false, false]);
});
