import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [0, 1, 59, "PT1M30S", 5400, "PT2H", "P1D", 90_061, "P2W", 20_000_000_000],
      bad: [-1, 1.5, "90", "", "P", "PT", "P1M", "P1Y", "1:30", true, null, {}, [], 20_000_000_001],
      cells: [
        { text: "1h30", value: 5400 },
        { text: "1 h 30 min", value: 5400 },
        { text: "90分钟", value: 5400 },
        { text: "９０", value: 5400 },
        { text: "1:30", value: 5400 },
        { text: "1:30:15", value: 5415 },
        { text: "1.5小时", value: 5400 },
        { text: "2天3小时", value: 183_600 },
        { text: "pt1h30m", value: 5400 },
      ],
      badCells: ["**", "", "很久", "1:75", "30m1h", "1h30x", "0.001s", "P1M", "1h 5 6"],
    },
    {
      settings: { unit: "hours" },
      good: [0, 1800, 3600],
      bad: ["1h", -3600, 0.5],
      cells: [{ text: "1.5", value: 5400 }],
      badCells: ["h"],
    },
  ],
  badSettings: [{ unit: "months" }, { unit: 1 }],
};
