import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {
        options: [
          { value: "software", label: { "zh-CN": "软件许可", en: "Software" } },
          { value: "training", label: { "zh-CN": "培训", en: "Training" } },
          { value: "support", label: { "zh-CN": "支持服务", en: "Support" } },
        ],
      },
      good: [["software"], ["support", "software"], [], ["software", "training", "support"]],
      bad: ["software", null, {}, ["other"], ["software", "software"], [1]],
      cells: [
        { text: "培训、软件许可", value: ["software", "training"] },
        { text: "Support", value: ["support"] },
      ],
      badCells: ["培训、别的", "***"],
    },
  ],
  badSettings: [{ options: [] }],
};
