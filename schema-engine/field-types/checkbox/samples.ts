import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [false, true],
      bad: [0, 1, "true", null, [], {}],
      cells: [
        { text: "是", value: true },
        { text: "否", value: false },
        { text: " √ ", value: true },
        { text: "ＹＥＳ", value: true },
        { text: "0", value: false },
      ],
      badCells: ["*", "也许", ""],
    },
  ],
  badSettings: [{ other: 1 }],
};
