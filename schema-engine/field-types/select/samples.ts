import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {
        options: [
          { value: "cold", label: { "zh-CN": "无意向", en: "Not interested" }, color: "neutral" },
          { value: "interested", label: { "zh-CN": "有意向", en: "Interested" }, color: "green" },
          { value: "later", label: { "zh-CN": "稍后联系", en: "Later" } },
        ],
      },
      good: ["cold", "interested", "later"],
      bad: ["other", "", 1, null, ["cold"], "constructor"],
      cells: [
        { text: "有意向", value: "interested" },
        { text: " INTERESTED ", value: "interested" },
        { text: "later", value: "later" },
      ],
      badCells: ["**", "别的", ""],
    },
  ],
  badSettings: [
    { options: [] },
    { options: [{ value: "a b", label: { "zh-CN": "甲", en: "A" } }] },
    { options: [{ value: "a" }] },
    {
      options: [
        { value: "a", label: { "zh-CN": "甲", en: "A" } },
        { value: "a", label: { "zh-CN": "乙", en: "B" } },
      ],
    },
  ],
};
