import type { FieldTypeSamples } from "../../contract/samples.ts";

const [first, second] = ["01K0000000000000000000000A", "01K0000000000000000000000B"];

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { multiple: true, maxMegabytes: 20, allowed: ["pdf", "image"] },
      good: [[first], [first, second], []],
      bad: [first, null, {}, [1], ["contract.pdf"], [first, first], [`${first}/..`]],
      cells: [{ text: `${first}，${second}`, value: [first, second] }],
      badCells: ["contract.pdf", "***"],
    },
    {
      settings: { multiple: false, maxMegabytes: 1, allowed: ["text"] },
      good: [[first], [second], []],
      bad: [[first, second], "x"],
    },
  ],
  badSettings: [
    { maxMegabytes: 0 },
    { maxMegabytes: 101 },
    { allowed: [] },
    { allowed: ["html"] },
    { other: 1 },
  ],
};
