import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [{ a: 1, 列表: ["x", null, 1.5e300] }, [], {}, "text", 0, false, [[[[]]]], { "": "empty key" }],
      bad: [null],
      cells: [
        { text: ' {"a": [1, 2]} ', value: { a: [1, 2] } },
        { text: '"text"', value: "text" },
      ],
      badCells: [
        "***",
        "",
        "{",
        "{a: 1}",
        "null",
        "[1,]",
        "NaN",
        "[".repeat(21) + "]".repeat(21),
        "\ufeff{}",
      ],
    },
  ],
  badSettings: [{ schema: {} }],
};
