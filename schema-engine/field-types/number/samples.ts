import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [-9007199254740991, -1.5, -0.25, 0, 1e-9, 0.1, 0.30000000000000004, 2, 10, 9007199254740991],
      bad: ["1", true, {}, [], 9007199254740992, -1e300, 1e-310],
      cells: [
        { text: "50,000", value: 50000 },
        { text: "５０，０００．５", value: 50000.5 },
        { text: " -3 ", value: -3 },
        { text: "1.5万", value: 15000 },
        { text: "-0", value: 0 },
      ],
      badCells: ["*", "12*", "abc", "1,2,3", "9007199254740993", "0.12345678901234567890123", "1e5", ""],
    },
    {
      settings: { integer: true, min: 1, max: 5 },
      good: [1, 3, 5],
      bad: [0, 1.5, 6, "2"],
      badCells: ["6", "1.5"],
    },
  ],
  badSettings: [{ decimals: 11 }, { min: "1" }, { min: 2, max: 1 }],
};
