import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRichText, richTextWords, type RichBlock, type RichInline } from "./rich-text.ts";

const text = (words: string): RichInline => ({ kind: "text", text: words });

it("reads blocks", () => {
  expect(parseRichText("# Title\n\none\ntwo\n\n- a\n- b\n1. c\n> q\n---\n```\nx < y\n```")).toEqual([
    { kind: "heading", level: 1, content: [text("Title")] },
    { kind: "paragraph", lines: [[text("one")], [text("two")]] },
    { kind: "list", ordered: false, items: [[text("a")], [text("b")]] },
    { kind: "list", ordered: true, items: [[text("c")]] },
    { kind: "quote", lines: [[text("q")]] },
    { kind: "rule" },
    { kind: "code", text: "x < y" },
  ]);
});

it("reads marks inside one another, and leaves unclosed ones as text", () => {
  expect(parseRichText("**a *b*** ~~c~~ `d` 2 * 3 \\*e\\*")).toEqual([
    {
      kind: "paragraph",
      lines: [
        [
          { kind: "strong", content: [text("a "), { kind: "emphasis", content: [text("b")] }] },
          text(" "),
          { kind: "strike", content: [text("c")] },
          text(" "),
          { kind: "code", text: "d" },
          text(" 2 * 3 *e*"),
        ],
      ],
    },
  ]);
});

it.each([
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](data:text/html,<script>1</script>)",
  "[x](vbscript:x)",
  "[x](//evil.example)",
  "[x]( \u0001javascript:1)",
  "[x](https://a b)",
])("X01: makes no link of %s", (source) => {
  expect(JSON.stringify(parseRichText(source))).not.toContain('"link"');
});

it("makes links to web, mail and telephone addresses", () => {
  const links = parseRichText("[a](https://example.com/?q=1) [b](mailto:a@b.co) [c](tel:+86 21)");
  expect(JSON.stringify(links).match(/"href":"[^"]+"/g)).toEqual([
    '"href":"https://example.com/?q=1"',
    '"href":"mailto:a@b.co"',
    '"href":"tel:+86 21"',
  ]);
});

it("X01: gives only the elements it knows, whatever the text", () => {
  const blocks = new Set(["heading", "paragraph", "quote", "list", "code", "rule"]);
  const check = (content: readonly RichInline[]): void =>
    content.forEach((one) => {
      if (one.kind === "link") expect(one.href).toMatch(/^(https?:\/\/|mailto:|tel:)/i);
      if ("content" in one) check(one.content);
    });
  const piece = fc.constantFrom(
    "**",
    "*",
    "~~",
    "`",
    "[",
    "](",
    ")",
    "javascript:",
    "https://a",
    "<b>",
    "\n",
    "# ",
    "- ",
    "> ",
    "a",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const block of parseRichText(pieces.join(""))) {
        expect(blocks.has(block.kind)).toBe(true);
        linesOf(block).forEach(check);
      }
    }),
    { numRuns: 2000 },
  );
});

it("takes long texts of nothing but marks", () => {
  for (const mark of ["*", "**a", "[", "](", "`", "~~", "[a](b", "> ", "# "])
    expect(typeof richTextWords(mark.repeat(50_000 / mark.length))).toBe("string");
});

it("says the words without the marks", () => {
  expect(richTextWords("# **Big** [deal](https://x.co)\n- `one`")).toBe("Big deal\none");
});

function linesOf(block: RichBlock): readonly (readonly RichInline[])[] {
  if ("content" in block) return [block.content];
  if ("items" in block) return block.items;
  return "lines" in block ? block.lines : [];
}
