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
      name: "another kind of change",
      settings: { on: ["created"], mode: "everyChange" },
      input: changed,
      outcome: { kind: "ignore", because: "other_change" },
    },
    {
      name: "none of the watched fields",
      settings: { on: ["updated"], fields: ["cost"], mode: "everyChange" },
      input: changed,
      outcome: { kind: "ignore", because: "other_fields" },
    },
    {
      name: "does not hold",
      settings: { on: ["updated"], condition: "elsewhere", mode: "becomesTrue" },
      input: changed,
      outcome: { kind: "ignore", because: "condition_false" },
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
