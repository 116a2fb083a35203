import { describe, expect, it } from "vitest";
import { attachmentHeader, cleanFileName, extensionOf } from "./file-name.ts";
import { identifyFile } from "./file-kinds.ts";
import { imageSize } from "./image-size.ts";
import { LONGEST_STROKES, readStrokes, STROKES_PATTERN, writeStrokes } from "./strokes.ts";

const latin = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const bytes = (...parts: readonly (string | number | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((one) => (typeof one === "string" ? [...latin(one)] : one)));
const groups = ["image", "pdf", "document", "spreadsheet", "text", "archive"];
const type = (name: string, head: Uint8Array) => identifyFile({ name, head, groups })?.type ?? null;

describe("kinds of file", () => {
  it("are known by content under their own extension only", () => {
    expect(type("a.pdf", latin("%PDF-1.7"))).toBe("application/pdf");
    expect(type("a.PDF", latin("%PDF-1.7"))).toBe("application/pdf");
    expect(type("a.png", latin("%PDF-1.7"))).toBeNull();
    expect(type("a.docx", latin("PK\u0003\u0004....word/document.xml"))).toContain("wordprocessingml");
    expect(type("a.xlsx", latin("PK\u0003\u0004....word/document.xml"))).toBeNull();
    expect(type("a.txt", new TextEncoder().encode("你好, world\n"))).toBe("text/plain");
    expect(type("a.csv", latin("a,b\r\n1,2"))).toBe("text/csv");
  });

  it.each(["<html>", "x <script>", "\u00ef\u00bb\u00bf <!DOCTYPE html>", "", "a\u0000b"])(
    "take %j for no text",
    (content) => {
      expect(type("a.txt", latin(content))).toBeNull();
    },
  );
});

describe("size of a picture", () => {
  const png = bytes([0x89], "PNG\r\n", [0x1a, 0x0a, 0, 0, 0, 13], "IHDR", [0, 0, 3, 32, 0, 0, 2, 88]);
  it.each([
    ["PNG", png, { width: 800, height: 600 }],
    ["GIF", bytes("GIF89a", [0x20, 3, 0x58, 2]), { width: 800, height: 600 }],
    [
      "JPEG",
      bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc2, 0, 17, 8, 2, 88, 3, 32, 3, 1, 2, 3]),
      { width: 800, height: 600 },
    ],
    [
      "WebP",
      bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0, 0x1f, 3, 0, 0x57, 2, 0]),
      { width: 800, height: 600 },
    ],
    ["nothing", latin("GIF89a"), null],
  ])("is read from a %s header", (_kind, head, size) => {
    expect(imageSize(head)).toEqual(size);
  });
});

describe("file names", () => {
  it.each([
    ["../../x.pdf", "x.pdf"],
    ["C:\\a\\b.pdf", "b.pdf"],
    ["a\u0000\r\n\u202Eb.pdf", "ab.pdf"],
    ["", "file"],
    ["...", "file"],
    ['q"<>.pdf', "q___.pdf"],
  ])("%j becomes %j", (name, clean) => {
    expect(cleanFileName(name)).toBe(clean);
  });

  it("keep their extension when they are cut", () => {
    const clean = cleanFileName(`${"长".repeat(300)}.pdf`);
    expect([...clean]).toHaveLength(150);
    expect(extensionOf(clean)).toBe("pdf");
  });

  it("are encoded in headers as RFC 6266 says", () => {
    expect(attachmentHeader("合同 (1).pdf")).toBe(
      "attachment; filename=\"__ (1).pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%281%29.pdf",
    );
  });
});

describe("pen strokes", () => {
  const line = Array.from({ length: 5000 }, (_, at) => ({ x: at % 1200, y: -at }));
  it("are thinned until they fit, and stay on their grid", () => {
    const text = writeStrokes([line, [], line.slice(0, 3)]);
    expect(text.length).toBeLessThanOrEqual(LONGEST_STROKES);
    expect(text).toMatch(new RegExp(STROKES_PATTERN, "u"));
    const points = readStrokes(text).flat();
    expect(points.every(({ x, y }) => x >= 0 && x <= 999 && y >= 0 && y <= 999)).toBe(true);
  });

  it("give numbers whatever is read", () => {
    expect(readStrokes('1,<b>;"')).toEqual([[{ x: 1, y: 0 }], [{ x: 0, y: 0 }]]);
    expect(readStrokes("")).toEqual([]);
  });
});
