import { describe, expect, it } from "vitest";
import { designDocuments, sameJson } from "./draft-documents.ts";
import {
  moved,
  newObject,
  suggestApiName,
  tidyField,
  withField,
  withFieldAt,
  withoutFieldAt,
} from "./object-edits.ts";
import { messageAt, messageUnder, problemsOfDocument } from "./problem-places.ts";

const label = { "zh-CN": "拜访", en: "Visit" };
const visit = newObject({ apiName: "visit", label, pluralLabel: label, icon: "map-pin" });

describe("API names", () => {
  it.each([
    ["Sales Visit!", "sales_visit"],
    ["  2nd Café ", "nd_cafe"],
    ["拜访", "object"],
    ["x".repeat(80), "x".repeat(63)],
  ])("%s becomes %s", (given, name) => {
    expect(suggestApiName(given, new Set(), "object")).toBe(name);
  });

  it("avoids names in use", () => {
    expect(suggestApiName("Visit", new Set(["visit", "visit_2"]), "object")).toBe("visit_3");
  });
});

describe("fields", () => {
  it("keeps the name field through a rename and leaves the rest alone", () => {
    const named = withFieldAt(visit, 0, { apiName: "subject", type: "text", label });
    expect(named.nameField).toBe("subject");
    const two = withField(named, { apiName: "cost", type: "currency", label });
    expect(withFieldAt(two, 1, { apiName: "price", type: "currency", label }).nameField).toBe("subject");
    expect(withoutFieldAt(two, 1)).toEqual(named);
  });

  it("moves within bounds only", () => {
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 0, 2)).toEqual(["a", "b"]);
  });

  it("drops what says nothing, keeps a switched-off history", () => {
    const field = { apiName: "a", type: "text", label, required: false, history: false, default: "" };
    expect(tidyField(field)).toEqual({ apiName: "a", type: "text", label, history: false });
  });
});

describe("documents", () => {
  const published = [
    { kind: "object", id: "o1", apiName: "visit", body: { id: "o1", apiName: "visit", icon: "x" } },
    { kind: "object", id: "o2", apiName: "task", body: { id: "o2", apiName: "task" } },
  ];

  it("lays working copies over what is published, by id through a rename", () => {
    const drafts = [
      { kind: "object", apiName: "trip", body: { id: "o1", apiName: "trip" }, revision: 1 },
      { kind: "object", apiName: "task", body: null, revision: 1 },
      { kind: "object", apiName: "car", body: { apiName: "car" }, revision: 1 },
    ];
    const states = designDocuments("object", published, drafts).map((one) => [one.apiName, one.state]);
    expect(states).toEqual([
      ["car", "new"],
      ["task", "deleted"],
      ["trip", "changed"],
    ]);
  });

  it("calls a copy without difference the same", () => {
    const drafts = [
      { kind: "object", apiName: "visit", body: { icon: "x", apiName: "visit", id: "o1" }, revision: 3 },
    ];
    expect(designDocuments("object", published, drafts)[1]?.state).toBe("same");
    expect(sameJson({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe(false);
  });
});

describe("problems", () => {
  const problems = [
    { pointer: "/object/visit/fields/1/settings/options/0/value", code: "pattern", message: "bad" },
    { pointer: "/object/visit2/fields/1", code: "x", message: "other" },
  ];

  it("are found at their place in the right document", () => {
    const own = problemsOfDocument(problems, { kind: "object", apiName: "visit" });
    expect(own).toHaveLength(1);
    expect(messageUnder(own, "/fields/1")).toBe("bad");
    expect(messageAt(own, "/fields/1")).toBeUndefined();
    expect(messageUnder(own, "/fields/10")).toBeUndefined();
  });
});
