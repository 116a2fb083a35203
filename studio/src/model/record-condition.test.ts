import { describe, expect, it } from "vitest";
import { objectsOf } from "./object-info.ts";
import { conditionHolds } from "./record-condition.ts";

const label = { "zh-CN": "甲", en: "A" };
const body = {
  apiName: "deal",
  label,
  pluralLabel: label,
  nameField: "name",
  fields: [
    { apiName: "name", type: "text", label },
    { apiName: "amount", type: "number", label },
  ],
};
const access = {
  create: true,
  read: true,
  update: true,
  delete: true,
  scope: "all",
  fields: { name: "write", amount: "write" },
} as const;
const object = objectsOf([{ kind: "object", id: "o1", apiName: "deal", body }], { deal: access }).get("deal");
const moment = { timeZone: "UTC", now: "2026-01-01T00:00:00Z", actor: "me" };

describe("a condition of a layout", () => {
  it.each([
    ["record.amount > 3", { amount: 5 }, true],
    ["record.amount > 3", { amount: 2 }, false],
    ["record.amount > 3", {}, false],
    ['record.name == "a"', { name: "a" }, true],
    ["record.secret > 3", {}, true],
    [undefined, {}, true],
  ])("%s of %j", (source, values, holds) => {
    if (!object) throw new Error("no deal");
    expect(conditionHolds(source, { object, values }, moment)).toBe(holds);
  });
});
