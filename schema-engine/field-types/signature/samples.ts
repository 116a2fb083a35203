import type { FieldTypeSamples } from "../../contract/samples.ts";

const at = "2026-01-05T07:30:00.000Z";
const drawn = "100,500 180,320 260,610 340,300;420,560 520,410 600,590 720,380 860,520";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [
        { name: "甲方代表", at, strokes: "" },
        { name: "甲方代表", at, strokes: drawn },
        { name: "A · B", at: "2025-12-31T23:59:59Z", strokes: "0,0" },
      ],
      bad: [
        null,
        "A",
        [],
        {},
        { name: "A", at },
        { name: "", at, strokes: "" },
        { name: "  ", at, strokes: "" },
        { name: "A", at: "yesterday", strokes: "" },
        { name: "A", at, strokes: "<svg/>" },
        { name: "A", at, strokes: "1,2;" },
        { name: "A", at, strokes: "1000,1" },
        { name: "A", at, strokes: [[1, 2]] },
        { name: "x".repeat(81), at, strokes: "" },
        { name: "A", at, strokes: "", extra: 1 },
      ],
      cells: [{ text: `甲方代表 · ${at}`, value: { name: "甲方代表", at, strokes: "" } }],
      badCells: ["甲方代表", "***"],
    },
  ],
  badSettings: [{ other: 1 }],
};
