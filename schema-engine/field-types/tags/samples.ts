import type { FieldTypeSamples } from "../../contract/samples.ts";

const many = Array.from({ length: 50 }, (_, at) => `标签${at}`);

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { suggestions: ["VIP", "老客户"] },
      good: [["vip", "VIP"], ["老客户", "展会 2025"], [], ["𠮷野家", "  two   words "], many],
      bad: [
        "VIP",
        null,
        {},
        [1],
        [""],
        ["  "],
        ["a,b"],
        ["甲、乙"],
        ["x".repeat(61)],
        [...many, "more"],
        ["a\nb"],
      ],
      cells: [
        { text: "vip、展会，老客户; vip", value: ["VIP", "展会", "老客户"] },
        { text: "  one   word ", value: ["one word"] },
      ],
      badCells: ["***", "张**", "x".repeat(61)],
    },
  ],
  badSettings: [{ suggestions: "VIP" }, { suggestions: [""] }, { suggestions: ["a", "a"] }],
};
