import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { min: 0, max: 100 },
      good: [0, 0.5, 12.5, 33.333, 100],
      bad: ["50", -1, 100.1, null],
      cells: [
        { text: "25%", value: 25 },
        { text: "１２．５％", value: 12.5 },
        { text: "30", value: 30 },
      ],
      badCells: ["**%", "%", "101%"],
    },
  ],
  badSettings: [{ min: 5, max: 1 }],
};
