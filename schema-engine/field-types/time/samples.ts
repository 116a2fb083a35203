import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: ["00:00", "00:00:01", "08:30:00", "09:05", "12:00", "14:30:15", "23:59:59"],
      bad: ["24:00", "12:60", "9:05", "12", "12:00:60", "12:00Z", "", 930, null, {}],
      cells: [
        { text: "9:05", value: "09:05" },
        { text: "１４：３０", value: "14:30" },
        { text: "14点30分", value: "14:30" },
        { text: "14时", value: "14:00" },
        { text: "下午2:30", value: "14:30" },
        { text: "2:30 PM", value: "14:30" },
        { text: "12 am", value: "00:00" },
        { text: "上午9点", value: "09:00" },
        { text: "08:00:30", value: "08:00:30" },
      ],
      badCells: ["**:**", "", "25:00", "中午", "2023-01-01", "14:30 am", "12:00:00.5"],
    },
  ],
  badSettings: [{ other: 1 }],
};
