import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { target: "account", onDelete: "restrict" },
      good: ["01HZX3V7Q8", "a1", "b_2-c"],
      bad: ["", "a b", "a#b", "x".repeat(65), 5, null, { id: "a1" }],
      cells: [{ text: " a1 ", value: "a1" }],
      badCells: ["**", "某 公司", ""],
    },
  ],
  badSettings: [{}, { target: "Account" }, { target: "account", onDelete: "ignore" }],
};
