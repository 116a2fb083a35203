import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: ["a@b.co", "first.last+tag@mail.example.com", "o'neil@example.org", "Zoe@Example.COM"],
      bad: [
        "",
        "a",
        "a@b",
        "@b.co",
        "a b@c.de",
        "a@b..co",
        "a@b.co\r\nBcc: x@y.zz",
        "名@例.中国",
        `${"a".repeat(65)}@b.co`,
        5,
        null,
      ],
      cells: [
        { text: " Sales@Example.com ", value: "sales@example.com" },
        { text: "ａ＠ｂ．ｃｏ", value: "a@b.co" },
        { text: "mailto:a@b.co", value: "a@b.co" },
      ],
      badCells: ["***@163.com", "无", ""],
    },
  ],
  badSettings: [{ other: 1 }],
};
