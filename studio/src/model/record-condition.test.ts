import { describe, expect, it } from "vitest";
import { objectsOf } from "./object-info.ts";
import { conditionHolds, pathsOfConditions } from "./record-condition.ts";
import type { ReachedValues } from "./related-values.ts";

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
const ground = { timeZone: "UTC", objects: new Map() };
const moment = { ...ground, now: "2026-01-01T00:00:00Z", actor: "me", related: {} };

describe("a condition of a layout", () => {
  it("reads through relations what is known; what is not known hides nothing", () => {
    const relation = { apiName: "parent", type: "relation", label, settings: { target: "deal" } };
    const linked = { ...body, fields: [...body.fields, relation] };
    const fields = { ...access.fields, parent: "write" } as const;
    const objects = objectsOf([{ kind: "object", id: "o1", apiName: "deal", body: linked }], {
      deal: { ...access, fields },
    });
    const deal = objects.get("deal");
    if (!deal) throw new Error("no deal");
    const source = "record.parent.amount > 3";
    expect(pathsOfConditions([source, undefined], deal, { ...ground, objects })).toEqual([
      ["parent", "amount"],
    ]);
    const shown = (related: ReachedValues) =>
      conditionHolds(source, { object: deal, values: {} }, { ...moment, objects, related });
    expect([shown({}), shown({ "parent.amount": 2 }), shown({ "parent.amount": 4 })]).toEqual([
      true,
      false,
      true,
    ]);
    expect(shown({ "parent.amount": null })).toBe(false);
  });

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
