import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { maxLength: 40 },
      good: ["一行", "第一行\n第二行\t缩进", "  kept as typed \r\n", "🙂 astral"],
      bad: [1, null, {}, "nul\u0000", "\udc00", "长".repeat(41)],
      cells: [{ text: "第一行\n第二行", value: "第一行\n第二行" }],
      badCells: ["***", "长".repeat(41)],
    },
  ],
  badSettings: [{ maxLength: 50_001 }],
};
