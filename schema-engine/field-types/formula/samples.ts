import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { expression: "record.name", result: "text" },
      good: ["Acme", "b", "北京"],
      bad: [5, true, "a\nb", {}],
      cells: [{ text: " a ", value: "a" }],
    },
  ],
  badSettings: [
    { expression: "", result: "text" },
    { expression: "1", result: "list" },
    { expression: "1", result: "currency", currency: "cny" },
    { expression: "1", result: "number", decimals: -1 },
  ],
};
