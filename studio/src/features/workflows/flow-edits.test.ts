import { describe, expect, it } from "vitest";
import type { NodeDefinition } from "#engine";
import {
  mayMove,
  removalSize,
  withoutStep,
  withStep,
  withStepMoved,
  withStepReplaced,
} from "./flow-edits.ts";
import { outlineOf, type OutputsOf } from "./flow-outline.ts";

const label = { "zh-CN": "是", en: "Yes" };
const outputsOf: OutputsOf = (node) =>
  node.type === "branch"
    ? [
        { name: "yes", label },
        { name: "no", label },
      ]
    : [{ name: "default", label }];

function step(apiName: string, next: Record<string, string> = {}, type = "notify"): NodeDefinition {
  return { apiName, type, settings: {}, next };
}

const flow = [
  step("saved", { default: "first" }, "record-saved"),
  step("first", { default: "second" }),
  step("second", { default: "choice" }),
  step("choice", { yes: "mail" }, "branch"),
  step("mail"),
];

function order(nodes: readonly NodeDefinition[]): readonly string[] {
  return outlineOf(nodes, outputsOf).lane?.steps.map((one) => one.node.apiName) ?? [];
}

describe("outline", () => {
  it("shows branches as lanes", () => {
    const outline = outlineOf(flow, outputsOf);
    expect(order(flow)).toEqual(["first", "second", "choice"]);
    const lanes = outline.lane?.steps[2]?.lanes ?? [];
    expect(lanes.map((lane) => lane.steps.map((one) => one.node.apiName))).toEqual([["mail"], []]);
  });

  it("names steps nobody reaches and lanes that join another", () => {
    const joined = [
      ...flow.slice(0, 3),
      step("choice", { yes: "mail", no: "mail" }, "branch"),
      step("mail"),
      step("lost"),
    ];
    const outline = outlineOf(joined, outputsOf);
    expect(outline.lane?.steps[2]?.lanes[1]?.joins).toBe("mail");
    expect(outline.loose.map((one) => one.node.apiName)).toEqual(["lost"]);
  });

  it("ends on a loop", () => {
    const loop = [step("saved", { default: "a" }), step("a", { default: "b" }), step("b", { default: "a" })];
    expect(outlineOf(loop, outputsOf).lane?.joins).toBe("a");
  });
});

describe("edits", () => {
  it("puts a step between two others", () => {
    const added = withStep({ nodes: flow, outputsOf }, { after: "first", output: "default" }, step("new"));
    expect(order(added)).toEqual(["first", "new", "second", "choice"]);
  });

  it("puts a step into an empty lane", () => {
    const added = withStep({ nodes: flow, outputsOf }, { after: "choice", output: "no" }, step("other"));
    expect(outlineOf(added, outputsOf).lane?.steps[2]?.lanes[1]?.steps[0]?.node.apiName).toBe("other");
  });

  it("takes a step out and closes the gap", () => {
    expect(order(withoutStep(flow, "first", outputsOf))).toEqual(["second", "choice"]);
  });

  it("takes steps along that only the removed branch reached", () => {
    const both = withStep({ nodes: flow, outputsOf }, { after: "choice", output: "no" }, step("other"));
    expect(removalSize(both, "choice", outputsOf)).toBe(2);
    expect(order(withoutStep(both, "choice", outputsOf))).toEqual(["first", "second", "mail"]);
  });

  it("exchanges neighbours both ways, never with trigger or branch", () => {
    expect(order(withStepMoved({ nodes: flow, outputsOf }, "second", -1))).toEqual([
      "second",
      "first",
      "choice",
    ]);
    expect(order(withStepMoved({ nodes: flow, outputsOf }, "first", 1))).toEqual([
      "second",
      "first",
      "choice",
    ]);
    expect(mayMove({ nodes: flow, outputsOf }, "first", -1)).toBe(false);
    expect(mayMove({ nodes: flow, outputsOf }, "second", 1)).toBe(false);
  });

  it("follows a new name in all links", () => {
    const renamed = withStepReplaced(flow, "second", step("later", { default: "choice" }));
    expect(order(renamed)).toEqual(["first", "later", "choice"]);
  });
});
