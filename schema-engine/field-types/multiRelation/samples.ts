import type { FieldTypeSamples } from "../../contract/samples.ts";

const many = Array.from({ length: 101 }, (_, at) => `a${at}`);

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { target: "contact" },
      good: [["a1"], ["a1", "b_2-c"], many.slice(0, 100)],
      bad: ["a1", ["a b"], ["a1", "a1"], [5], many, {}],
      cells: [{ text: " a1, b2；c3 ", value: ["a1", "b2", "c3"] }],
      badCells: ["**", "某公司", "", "a1, a1"],
    },
    { settings: { target: "contact", through: "membership" }, good: [[]], bad: [["a1"], "a1"] },
  ],
  badSettings: [{}, { target: "Contact" }, { target: "contact", through: "A" }],
};
