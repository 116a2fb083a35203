import { bilingual } from "../../shared/locale.ts";
import { foldText } from "../../shared/sortable-text.ts";
import { decimal, type Numeric } from "../cel-values.ts";
import { checkLength, checkSize } from "../fault.ts";
import type { ExpressionFunction } from "./define.ts";
import { wholeNumber } from "./whole-number.ts";

const graphemes = new Intl.Segmenter("zh-CN", { granularity: "grapheme" });
const collator = new Intl.Collator("zh-Hans-CN", { sensitivity: "base", numeric: true });

/** Functions of texts; characters are what people see as one (grapheme clusters). */
export const textFunctions: readonly ExpressionFunction[] = [
  {
    name: "upper",
    group: "text",
    help: bilingual("把字母变成大写。", "The text in capital letters."),
    example: "upper('acme')",
    overloads: [{ takes: ["text"], gives: "text", run: (text: string) => checkLength(text).toUpperCase() }],
  },
  {
    name: "lower",
    group: "text",
    help: bilingual("把字母变成小写。", "The text in small letters."),
    example: "lower('ACME')",
    overloads: [{ takes: ["text"], gives: "text", run: (text: string) => checkLength(text).toLowerCase() }],
  },
  {
    name: "trim",
    group: "text",
    help: bilingual("去掉首尾的空白。", "The text without white space at its ends."),
    example: "trim('  a ')",
    overloads: [{ takes: ["text"], gives: "text", run: (text: string) => checkLength(text).trim() }],
  },
  {
    name: "length",
    group: "text",
    help: bilingual("字符数，按人看到的字符计算。", "Number of characters as people count them."),
    example: "length('你好👋🏽')",
    overloads: [{ takes: ["text"], gives: "whole", run: (text: string) => BigInt(characters(text).length) }],
  },
  {
    name: "left",
    group: "text",
    help: bilingual("开头的若干个字符。", "So many characters from the beginning."),
    example: "left('上海贸易', 2)",
    overloads: [
      {
        takes: ["text", "whole"],
        gives: "text",
        run: (text: string, count: Numeric) =>
          characters(text)
            .slice(0, Math.max(wholeNumber(count), 0))
            .join(""),
      },
    ],
  },
  {
    name: "right",
    group: "text",
    help: bilingual("结尾的若干个字符。", "So many characters from the end."),
    example: "right('13800138000', 4)",
    overloads: [
      {
        takes: ["text", "whole"],
        gives: "text",
        run(text: string, count: Numeric) {
          const all = characters(text);
          return all.slice(all.length - Math.min(Math.max(wholeNumber(count), 0), all.length)).join("");
        },
      },
    ],
  },
  {
    name: "replace",
    group: "text",
    help: bilingual("把一段文字的每一处都换成另一段。", "Every occurrence of a text replaced by another."),
    example: "replace('a-b-c', '-', ' ')",
    overloads: [{ takes: ["text", "text", "text"], gives: "text", run: replaceAll }],
  },
  {
    name: "contains",
    group: "text",
    help: bilingual(
      "是否含有一段文字，不分大小写、全半角和重音。",
      "Whether it holds a text, whatever the case, width and accents.",
    ),
    example: "contains('Zürich AG', 'zurich')",
    overloads: [
      {
        takes: ["text", "text"],
        gives: "yesNo",
        run: (text: string, part: string) => fold(text).includes(fold(part)),
      },
    ],
  },
  {
    name: "startsWith",
    group: "text",
    help: bilingual(
      "是否以一段文字开头，不分大小写、全半角和重音。",
      "Whether it begins with a text, whatever the case, width and accents.",
    ),
    example: "startsWith('ＡＣＭＥ Ltd', 'acme')",
    overloads: [
      {
        takes: ["text", "text"],
        gives: "yesNo",
        run: (text: string, part: string) => fold(text).startsWith(fold(part)),
      },
    ],
  },
  {
    name: "same",
    group: "text",
    help: bilingual(
      "两段文字是否相同，不分大小写、全半角和重音。",
      "Whether two texts are the same, whatever the case, width and accents.",
    ),
    example: "same('Acme', 'ＡＣＭＥ')",
    overloads: [
      { takes: ["text", "text"], gives: "yesNo", run: (a: string, b: string) => fold(a) === fold(b) },
    ],
  },
  {
    name: "compare",
    group: "text",
    help: bilingual(
      "按词典顺序比较：在前为 −1，相同为 0，在后为 1。",
      "Order as in a dictionary: −1 before, 0 the same, 1 behind.",
    ),
    example: "compare('item 9', 'item 10')",
    overloads: [
      {
        takes: ["text", "text"],
        gives: "whole",
        run: (a: string, b: string) => BigInt(Math.sign(collator.compare(checkLength(a), checkLength(b)))),
      },
    ],
  },
  {
    name: "text",
    group: "text",
    help: bilingual("数字的文字形式。", "A number as text."),
    example: "text(12.5)",
    overloads: [{ takes: ["number"], gives: "text", run: (value: Numeric) => decimal(value).toFixed() }],
  },
];

function characters(text: string): readonly string[] {
  return Array.from(graphemes.segment(checkLength(text)), (one) => one.segment);
}

function fold(text: string): string {
  return foldText(checkLength(text));
}

function replaceAll(text: string, find: string, by: string): string {
  if (find === "") return text;
  const pieces = checkLength(text).split(find);
  // Counted before it is made, so that a short expression cannot ask for a huge text.
  checkSize(text.length + (pieces.length - 1) * (by.length - find.length));
  return pieces.join(by);
}
