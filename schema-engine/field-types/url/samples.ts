import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [
        "https://example.com",
        "HTTP://Example.com:8080/A?b=c#d",
        "https://例子.中国/路径",
        "http://[::1]/",
      ],
      bad: [
        "",
        "example.com",
        "javascript:alert(1)",
        "ftp://example.com",
        "https://user:pass@example.com",
        'https://example.com/"onclick=x',
        "https://",
        5,
        null,
      ],
      cells: [
        { text: "www.example.com/a", value: "https://www.example.com/a" },
        { text: " https://example.com ", value: "https://example.com" },
      ],
      badCells: ["***", "无", "javascript:alert(1)"],
    },
  ],
  badSettings: [{ other: 1 }],
};
