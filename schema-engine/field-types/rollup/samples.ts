import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { object: "deal", field: "account", fn: "count" },
      good: [-1.5, 0, 2, 10],
      bad: ["1", true, {}, []],
      cells: [{ text: "50,000", value: 50000 }],
      badCells: ["abc", ""],
    },
  ],
  badSettings: [
    {},
    { object: "deal", field: "account", fn: "median" },
    { object: "deal", field: "account", fn: "sum" },
    { object: "deal", field: "account", fn: "count", of: "amount" },
    { object: "deal", field: "account", fn: "count", result: "date" },
    { object: "Deal", field: "account", fn: "count" },
  ],
};
