import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { defaultCountry: "CN" },
      good: ["+1 (415) 555-0132", "+442079460958", "13800138000", "+8613900139000", "021-5555 0000"],
      bad: ["", "12", "abc", "138****8000", "+0123456789", "++861234567", "1".repeat(41), 13800138000, null],
      cells: [
        { text: "138 0013 8000", value: "+8613800138000" },
        { text: "１３８００１３８０００", value: "+8613800138000" },
        { text: "021-55550000", value: "+862155550000" },
        { text: "0086 13800138000", value: "+8613800138000" },
        { text: "+1 415 555 0132", value: "+14155550132" },
      ],
      badCells: ["138****8000", "*", "无", ""],
    },
  ],
  badSettings: [{ defaultCountry: "XX" }],
};
