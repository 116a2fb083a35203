import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { max: 5 },
      good: [1, 2, 3, 4, 5],
      bad: [0, 6, 2.5, -1, "3", null, true, {}],
      cells: [
        { text: "4", value: 4 },
        { text: "４星", value: 4 },
        { text: "4/5", value: 4 },
        { text: "★★★☆☆", value: 3 },
        { text: "2 stars", value: 2 },
      ],
      badCells: ["*****", "6", "0", "4/10", "☆☆☆☆☆", "好", "★★★★★★"],
    },
    { settings: { max: 10 }, good: [1, 9, 10], bad: [11, 0, "10"], cells: [{ text: "10/10", value: 10 }] },
  ],
  badSettings: [{ max: 2 }, { max: 11 }, { max: 4.5 }],
};
