import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "to the contact of the account",
      settings: { template: "visit_thanks", recipient: "account.contact" },
      input: inputFor({}),
      outcome: {
        kind: "continue",
        output: "default",
        effects: [
          {
            kind: "sendMail",
            template: "visit_thanks",
            recipient: { object: "visit", id: "r1" },
            path: ["account", "contact"],
          },
        ],
        result: { template: "visit_thanks" },
      },
    },
  ],
  badSettings: [{}, { template: "" }, { template: "welcome", recipient: "a..b" }],
};
