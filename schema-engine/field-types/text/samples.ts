import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { maxLength: 20 },
      good: ["10 Acme", "2 Acme", "acme ltd", "Äpfel", "zebra", "上海贸易", "北京科技", "𠮷野家"],
      bad: [1, true, {}, [], "two\nlines", "nul\u0000", "\ud800", "x".repeat(21)],
      cells: [
        { text: "  上海贸易 ", value: "上海贸易" },
        { text: "A*B", value: "A*B" },
      ],
      badCells: ["****", "张**", "x".repeat(21)],
    },
  ],
  badSettings: [{ maxLength: 0 }, { maxLength: "9" }, { other: 1 }],
};
