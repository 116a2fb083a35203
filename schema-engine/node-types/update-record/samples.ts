import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "fixed value",
      settings: { values: { status: { literal: "won" } } },
      input: inputFor({}),
      outcome: {
        kind: "continue",
        output: "default",
        effects: [{ kind: "updateRecord", record: { object: "visit", id: "r1" }, values: { status: "won" } }],
        result: { values: { status: "won" } },
      },
    },
  ],
  badSettings: [{ values: {}, transition: "Not A Name" }, { values: {} }, { values: { status: "won" } }],
};
