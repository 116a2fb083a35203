import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

const settings = { branches: [{ name: "clicked", condition: "steps.welcome.clicked" }] };

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "first that holds",
      settings,
      input: inputFor({ truths: ["steps.welcome.clicked"] }),
      outcome: {
        kind: "continue",
        output: "clicked",
        effects: [],
        result: { branch: "clicked", condition: "steps.welcome.clicked" },
      },
    },
    {
      name: "none holds",
      settings,
      input: inputFor({}),
      outcome: {
        kind: "continue",
        output: "else",
        effects: [],
        result: { branch: "else", notMet: ["steps.welcome.clicked"] },
      },
    },
  ],
  badSettings: [{ branches: [] }, { branches: [{ name: "A B", condition: "true" }] }, {}],
};
