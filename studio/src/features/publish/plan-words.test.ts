import { describe, expect, it } from "vitest";
import type { JsonObject } from "#engine";
import {
  changeWords,
  destroyedRecords,
  elementToRepair,
  groupedChanges,
  type PlannedChange,
} from "./plan-words.ts";

const published: JsonObject = {
  apiName: "visit",
  label: { "zh-CN": "拜访", en: "Visit" },
  fields: [
    { apiName: "old", label: { "zh-CN": "旧", en: "Old" } },
    { apiName: "subject", label: { "zh-CN": "主题", en: "Subject" } },
  ],
};
const candidate: JsonObject = {
  ...published,
  fields: [
    { apiName: "subject", label: { "zh-CN": "主题", en: "Subject" }, required: true },
    { apiName: "cost", label: { "zh-CN": "费用", en: "Cost" } },
  ],
};
const find = (): readonly JsonObject[] => [candidate, published];

function change(given: Partial<PlannedChange>): PlannedChange {
  return {
    kind: "object",
    apiName: "visit",
    path: "",
    change: "added",
    class: "safe",
    affected: 0,
    samples: [],
    usedBy: [],
    ...given,
  };
}

describe("words of a change", () => {
  it("names the document", () => {
    expect(changeWords(change({}), find, "zh-CN")).toMatchObject({ subject: "document", name: "拜访" });
    expect(changeWords(change({}), () => [], "en")).toMatchObject({ name: "visit" });
  });

  it("names an added field in both languages", () => {
    const added = change({ path: "/fields/1", after: { apiName: "cost", type: "currency" } });
    expect(changeWords(added, find, "zh-CN")).toMatchObject({
      subject: "element",
      list: "fields",
      name: "费用",
    });
    expect(changeWords(added, find, "en")).toMatchObject({ name: "Cost" });
  });

  it("names a removed field by what is published, not by its place", () => {
    const removed = change({
      path: "/fields/0",
      change: "removed",
      before: { apiName: "old", type: "text" },
    });
    expect(changeWords(removed, find, "en").name).toBe("Old");
  });

  it("tells the property with its values", () => {
    const required = change({ path: "/fields/0/required", change: "changed", before: null, after: true });
    expect(changeWords(required, find, "en")).toEqual({
      subject: "property",
      list: "fields",
      name: "Subject",
      property: "required",
      before: "",
      after: "✓",
    });
  });
});

describe("plan", () => {
  it("groups by document, serious first, and counts what is lost", () => {
    const changes = [
      change({}),
      change({ apiName: "task", class: "destructive", affected: 3 }),
      change({ class: "refused" }),
    ];
    const groups = groupedChanges(changes);
    expect(groups.map((one) => one.apiName)).toEqual(["visit", "task"]);
    expect(groups[0]?.changes.map((one) => one.class)).toEqual(["refused", "safe"]);
    expect(destroyedRecords(changes)).toBe(3);
  });
});

describe("what stands in the way of a deletion", () => {
  const usedBy = [{ kind: "view", apiName: "visits", pointer: "/columns/1" }];
  const field = { path: "/fields/2", change: "removed" as const, before: { apiName: "cost" } };

  it("is named by field or document, and only where something uses it", () => {
    expect(elementToRepair(change({ ...field, usedBy }))).toEqual({ kind: "field", target: "visit.cost" });
    expect(elementToRepair(change({ change: "removed", usedBy }))).toEqual({
      kind: "object",
      target: "visit",
    });
    expect(elementToRepair(change(field))).toBeNull();
    expect(elementToRepair(change({ ...field, change: "changed", usedBy }))).toBeNull();
  });
});
