import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { maxLength: 20, visible: 4 },
      good: [{ masked: "••••1234" }, { masked: "••••" }, "11010519491231002X", "证件 1", "x"],
      bad: [
        1,
        null,
        [],
        {},
        { masked: "1234" },
        { masked: "••••12345" },
        { masked: 1 },
        { masked: "••••", clear: "x" },
        "two\nlines",
        "x".repeat(21),
      ],
      cells: [
        { text: " 11010519491231002X ", value: "11010519491231002X" },
        { text: "••••002X", value: { masked: "••••002X" } },
      ],
      badCells: ["****", "1101**********002X", "x".repeat(21)],
    },
  ],
  badSettings: [{ maxLength: 0 }, { visible: 5 }, { other: 1 }],
};
