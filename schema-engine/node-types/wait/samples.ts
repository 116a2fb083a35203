import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "three days",
      settings: { duration: "P3D" },
      input: inputFor({}),
      outcome: {
        kind: "wait",
        until: "2026-01-08T00:00:00.000Z",
        result: { until: "2026-01-08T00:00:00.000Z" },
      },
    },
    {
      name: "over",
      settings: { duration: "P3D" },
      input: inputFor({ signal: { kind: "timer" } }),
      outcome: {
        kind: "continue",
        output: "default",
        effects: [],
        result: { endedAt: "2026-01-05T00:00:00.000Z" },
      },
    },
    {
      name: "until a date at nine, local time",
      settings: { until: "due" },
      input: inputFor({ values: { due: "2026-01-07" } }),
      outcome: {
        kind: "wait",
        until: "2026-01-07T01:00:00.000Z",
        result: { until: "2026-01-07T01:00:00.000Z" },
      },
    },
  ],
  badSettings: [{}, { duration: "3 days" }, { duration: "" }],
};
