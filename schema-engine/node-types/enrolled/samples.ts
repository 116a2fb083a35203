import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "enrolled by a person",
      settings: {},
      input: inputFor({
        signal: {
          kind: "enrolled",
          by: "u1",
          record: { object: "contact", id: "r1", version: 1, owner: "u1", values: {} },
        },
      }),
      outcome: { kind: "continue", output: "default", effects: [], result: { by: "u1" } },
    },
  ],
  badSettings: [{ other: 1 }],
};
