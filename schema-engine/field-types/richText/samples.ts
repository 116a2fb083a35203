import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { maxLength: 400 },
      good: [
        "# 会议纪要\n\n- **价格**已确认\n- 下周*签约*\n\n> 客户：没有问题",
        "1. One\n2. Two ~~three~~\n\n[Website](https://example.com) and `code`",
        "```\n<b>kept as text</b>\n```",
        "<script>window.__pwn = 1</script><img src=x onerror=window.__pwn=1>",
        "[click](javascript:window.__pwn=1) [data](data:text/html,x) **a *b** c*",
        "🙂 𠮷",
      ],
      bad: [1, null, {}, [], "nul\u0000", "\udc00", "长".repeat(401)],
      cells: [{ text: "**粗**\n普通", value: "**粗**\n普通" }],
      badCells: ["***", "长".repeat(401)],
    },
  ],
  badSettings: [{ maxLength: 0 }, { html: true }],
};
