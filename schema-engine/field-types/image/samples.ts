import type { FieldTypeSamples } from "../../contract/samples.ts";

const [first, second] = ["01K0000000000000000000000A", "01K0000000000000000000000B"];

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { multiple: false, maxMegabytes: 5, maxMegapixels: 20 },
      good: [[first], [second], []],
      bad: [first, null, {}, [1], ["photo.png"], [first, second]],
      cells: [{ text: first, value: [first] }],
      badCells: ["photo.png", "***"],
    },
  ],
  badSettings: [{ maxMegapixels: 0 }, { maxMegabytes: 51 }, { allowed: ["pdf"] }],
};
