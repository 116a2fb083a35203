import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

const changed = inputFor({
  signal: {
    kind: "record",
    change: "updated",
    changed: ["result"],
    before: { result: "none" },
    record: { object: "visit", id: "r1", version: 2, owner: "u1", values: { result: "keen" } },
  },
  truths: ["after"],
});
const untouched = {
  kind: "continue",
  output: "default",
  effects: [],
  result: { change: "updated" },
} as const;

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "any change",
      settings: { on: ["updated"], mode: "everyChange" },
      input: changed,
      outcome: untouched,
    },
    {
      name: "becomes true",
      settings: { on: ["updated"], fields: ["result"], condition: "after", mode: "becomesTrue" },
      input: changed,
      outcome: untouched,
    },
  ],
  badSettings: [
    { on: [], mode: "everyChange" },
    { on: ["deleted"], mode: "everyChange" },
    { on: ["created"], mode: "often" },
  ],
};
