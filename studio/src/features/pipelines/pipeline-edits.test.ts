import { describe, expect, it } from "vitest";
import { newPipeline, newTransition, tidied, withoutStage } from "./pipeline-edits.ts";

const label = (text: string) => ({ "zh-CN": text, en: text });
const choices = [
  { value: "new", label: label("New") },
  { value: "talk", label: label("Talk"), probability: 40 },
  { value: "won", label: label("Won"), category: "won" as const },
  { value: "lost", label: label("Lost"), category: "lost" as const },
];
const pipeline = {
  ...newPipeline({ apiName: "p", label: label("P"), object: "deal", stageField: "stage", choices }),
  transitions: [
    { apiName: "a", label: label("A"), from: ["new", "talk"], to: "won" },
    { apiName: "b", label: label("B"), from: ["talk"], to: "lost" },
    { apiName: "c", label: label("C"), to: "talk" },
  ],
};

describe("pipeline edits", () => {
  it("a new pipeline takes what the options say, and grows likelier", () => {
    expect(pipeline.stages).toEqual([
      { option: "new", category: "open", probability: 20 },
      { option: "talk", category: "open", probability: 40 },
      { option: "won", category: "won", probability: 100 },
      { option: "lost", category: "lost", probability: 0 },
    ]);
  });

  it("a stage goes with the transitions that only it had", () => {
    const without = withoutStage(pipeline, "talk");
    expect(without.stages.map((one) => one.option)).toEqual(["new", "won", "lost"]);
    expect(without.transitions).toEqual([{ apiName: "a", label: label("A"), from: ["new"], to: "won" }]);
  });

  it("a new transition has a name of its own", () => {
    const first = newTransition(pipeline);
    expect(newTransition({ ...pipeline, transitions: [first] }).apiName).not.toBe(first.apiName);
  });

  it("what says nothing is left out", () => {
    const given = {
      a: "",
      b: label(""),
      c: [],
      d: false,
      e: label("x"),
      f: 0,
      required: false,
      set: { note: "" },
    };
    expect(tidied(given)).toEqual({ e: label("x"), f: 0, required: false, set: { note: "" } });
  });
});
