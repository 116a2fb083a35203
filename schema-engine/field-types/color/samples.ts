import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: ["#000000", "#0969da", "#1A7F37", "#ffffff"],
      bad: ["#fff", "1a7f37", "red", "#1a7f3g", "#1a7f37ff", "", 255, null, {}, "#000000;background:url(x)"],
      cells: [
        { text: "1A7F37", value: "#1a7f37" },
        { text: "＃ｆｆｆ", value: "#ffffff" },
        { text: "rgb(26, 127, 55)", value: "#1a7f37" },
      ],
      badCells: ["#****37", "", "红色", "rgb(256,0,0)", "fff"],
    },
  ],
  badSettings: [{ other: 1 }],
};
