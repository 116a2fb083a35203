import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

const values = { title: "Follow up", due: "2026-01-07" };

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "task due in two days for the owner",
      settings: { object: "task", values: { title: { literal: "Follow up" }, due: { fromNow: "P2D" } } },
      input: inputFor({}),
      outcome: {
        kind: "continue",
        output: "default",
        effects: [{ kind: "createRecord", object: "task", owner: "u1", values }],
        result: { object: "task", values },
      },
    },
  ],
  badSettings: [{}, { object: "", values: {} }, { object: "task", values: { due: { fromNow: "soon" } } }],
};
