import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { prefix: "D-", padding: 5 },
      good: ["D-00001", "D-00002", "D-00010", "D-99999"],
      bad: [1, null, {}, "D\n1", "9".repeat(41)],
      cells: [{ text: " D-00007 ", value: "D-00007" }],
      badCells: ["9".repeat(41)],
    },
  ],
  badSettings: [{ padding: 0 }, { prefix: "far too long prefix" }],
};
