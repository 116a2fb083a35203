import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: ["01HZX3V7Q8", "u1", "u_2-b"],
      bad: ["", "a b", "a#b", "x".repeat(65), 5, null, {}],
      cells: [{ text: " u1 ", value: "u1" }],
      badCells: ["**", "张 三", ""],
    },
  ],
  badSettings: [{ other: 1 }],
};
