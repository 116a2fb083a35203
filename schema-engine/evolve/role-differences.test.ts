import { expect, it } from "vitest";
import type { RoleDefinition } from "../contract/metadata/role.ts";
import { roleDifferences } from "./role-differences.ts";

const role = (more: Partial<RoleDefinition>): RoleDefinition => ({
  apiName: "sales",
  label: { "zh-CN": "销售", en: "Sales" },
  objects: {},
  ...more,
});

it("names rights, scopes, field levels and capabilities that change, with the side they change to", () => {
  const before = role({
    capabilities: ["imports.run"],
    objects: { deal: { read: true, scope: "own", fields: { amount: "read" } } },
  });
  const after = role({
    capabilities: ["runs.read"],
    objects: { deal: { read: true, delete: true, scope: "all", fields: { "*": "none" } } },
  });
  expect(roleDifferences(before, after)).toEqual([
    { object: "", right: "capability", name: "imports.run", before: "yes", after: "no" },
    { object: "", right: "capability", name: "runs.read", before: "no", after: "yes" },
    { object: "deal", right: "delete", name: "", before: "no", after: "yes" },
    { object: "deal", right: "scope", name: "", before: "own", after: "all" },
    { object: "deal", right: "field", name: "*", before: "write", after: "none" },
    { object: "deal", right: "field", name: "amount", before: "read", after: "none" },
  ]);
});

it("takes an object that is named on one side only for one of the rest on the other", () => {
  const before = role({ objects: { "*": { read: true, update: true } } });
  const after = role({ objects: { "*": { read: true, update: true }, deal: { read: true } } });
  expect(roleDifferences(before, after)).toEqual([
    { object: "deal", right: "update", name: "", before: "yes", after: "no" },
  ]);
});

it("is empty for two equal roles, and all of a role that comes or goes", () => {
  const one = role({ objects: { deal: { read: true } } });
  expect(roleDifferences(one, one)).toEqual([]);
  expect(roleDifferences(null, one)).toEqual([
    { object: "deal", right: "read", name: "", before: "no", after: "yes" },
  ]);
  expect(roleDifferences(one, null)).toHaveLength(1);
});
