/** A piece of a line. `link` targets are http, https, mailto or tel addresses and nothing else. */
export type RichInline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly content: readonly RichInline[] }
  | { readonly kind: "link"; readonly href: string; readonly content: readonly RichInline[] };

/** A block of a document. */
export type RichBlock =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly content: readonly RichInline[] }
  | { readonly kind: "paragraph" | "quote"; readonly lines: readonly (readonly RichInline[])[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly RichInline[])[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "rule" };

/** Deepest nesting of marks in a line; deeper marks are text. */
const DEEPEST = 6;
const SAFE_LINK = /^(?:https?:\/\/[^\s]+|mailto:[^\s]+|tel:[+0-9 ().-]+)$/iu;

/**
 * Reads a document: headings, lists, quotes, code, rules, bold, italic, struck text and links, written as Markdown.
 * Everything else, HTML included, is text. Never fails; time grows with the length of the text alone.
 */
export function parseRichText(text: string): readonly RichBlock[] {
  const lines = text.split(/\r\n|\n|\r/);
  const blocks: RichBlock[] = [];
  for (let at = 0; at < lines.length;) {
    const { block, next } = readBlock(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

/** What a document says, without its marks; blocks are lines. */
export function richTextWords(text: string): string {
  return parseRichText(text).map(blockWords).join("\n");
}

interface Reading {
  readonly block: RichBlock | null;
  readonly next: number;
}

function readBlock(lines: readonly string[], at: number): Reading {
  const line = lines[at] ?? "";
  if (line.trim() === "") return { block: null, next: at + 1 };
  if (line.startsWith("```")) return readCode(lines, at);
  if (/^ {0,3}(?:-{3,}|\*{3,})\s*$/.test(line)) return { block: { kind: "rule" }, next: at + 1 };
  const heading = /^(#{1,3}) +(?=\S)/.exec(line);
  if (heading) {
    const level = (heading[1] ?? "#").length as 1 | 2 | 3;
    return {
      block: { kind: "heading", level, content: inline(line.slice(heading[0].length)) },
      next: at + 1,
    };
  }
  const marker = markers.find(({ pattern }) => pattern.test(line));
  if (!marker) return readParagraph(lines, at);
  const { rest, next } = run(lines, at, marker.pattern);
  return { block: marker.block(rest), next };
}

const list =
  (ordered: boolean) =>
  (rest: readonly string[]): RichBlock => ({ kind: "list", ordered, items: rest.map((one) => inline(one)) });

const markers = [
  { pattern: /^ {0,3}[-*+] +(?=\S)/, block: list(false) },
  { pattern: /^ {0,3}\d{1,9}[.)] +(?=\S)/, block: list(true) },
  {
    pattern: /^ {0,3}> ?/,
    block: (rest: readonly string[]): RichBlock => ({
      kind: "quote",
      lines: rest.map((one) => inline(one)),
    }),
  },
] as const;

/** The lines from `at` on that begin with the pattern, without what it matched. */
function run(
  lines: readonly string[],
  at: number,
  pattern: RegExp,
): { readonly rest: readonly string[]; readonly next: number } {
  const rest: string[] = [];
  let next = at;
  for (let line = lines[next]; line !== undefined && pattern.test(line); line = lines[next]) {
    rest.push(line.replace(pattern, ""));
    next += 1;
  }
  return { rest, next };
}

function readCode(lines: readonly string[], at: number): Reading {
  const end = lines.indexOf("```", at + 1);
  const last = end === -1 ? lines.length : end;
  return { block: { kind: "code", text: lines.slice(at + 1, last).join("\n") }, next: last + 1 };
}

function readParagraph(lines: readonly string[], at: number): Reading {
  let next = at + 1;
  while (next < lines.length && isPlain(lines[next] ?? "")) next += 1;
  return { block: { kind: "paragraph", lines: lines.slice(at, next).map((one) => inline(one)) }, next };
}

function isPlain(line: string): boolean {
  if (line.trim() === "" || line.startsWith("```") || /^#{1,3} +\S/.test(line)) return false;
  return !/^ {0,3}(?:-{3,}|\*{3,})\s*$/.test(line) && !markers.some(({ pattern }) => pattern.test(line));
}

const marks = [
  ["**", "strong"],
  ["~~", "strike"],
  ["*", "emphasis"],
] as const;

function inline(text: string, depth = 0): readonly RichInline[] {
  const found: RichInline[] = [];
  /** Marks that are not closed in the rest of this text, so that no search is made twice. */
  const unclosed = new Set<string>();
  let plain = "";
  for (let at = 0; at < text.length;) {
    const mark = markAt({ text, at, depth, unclosed });
    if (mark) {
      if (plain !== "") found.push({ kind: "text", text: plain });
      plain = "";
      found.push(mark.inline);
      at = mark.next;
    } else {
      const escaped = text.charAt(at) === "\\" && /[\\*~`[\]#>-]/.test(text.charAt(at + 1));
      plain += escaped ? text.charAt(at + 1) : text.charAt(at);
      at += escaped ? 2 : 1;
    }
  }
  if (plain !== "") found.push({ kind: "text", text: plain });
  return found;
}

interface Place {
  readonly text: string;
  readonly at: number;
  readonly depth: number;
  readonly unclosed: Set<string>;
}

interface Marked {
  readonly inline: RichInline;
  readonly next: number;
}

function markAt(place: Place): Marked | null {
  const { text, at, depth } = place;
  if (text.charAt(at) === "`") return codeAt(place);
  if (depth >= DEEPEST) return null;
  if (text.charAt(at) === "[") return linkAt(place);
  for (const [mark, kind] of marks) {
    if (!text.startsWith(mark, at) || /\s|^$/.test(text.charAt(at + mark.length))) continue;
    const end = closing(place, mark, at + mark.length);
    if (end <= at + mark.length) continue;
    const content = inline(text.slice(at + mark.length, end), depth + 1);
    return { inline: { kind, content }, next: end + mark.length };
  }
  return null;
}

function codeAt(place: Place): Marked | null {
  const end = closing(place, "`", place.at + 1);
  if (end <= place.at + 1) return null;
  return { inline: { kind: "code", text: place.text.slice(place.at + 1, end) }, next: end + 1 };
}

function linkAt(place: Place): Marked | null {
  const { text, at, depth } = place;
  const middle = closing(place, "](", at + 1);
  const end = middle === -1 ? -1 : closing(place, ")", middle + 2);
  if (end === -1 || text.slice(at + 1, middle).includes("[")) return null;
  const href = text.slice(middle + 2, end).trim();
  if (href.length > 2000 || !SAFE_LINK.test(href)) return null;
  return {
    inline: { kind: "link", href, content: inline(text.slice(at + 1, middle), depth + 1) },
    next: end + 1,
  };
}

function closing({ text, unclosed }: Place, mark: string, from: number): number {
  if (unclosed.has(mark)) return -1;
  let end = text.indexOf(mark, from);
  // A single star does not end at a double one, and a double one ends at the last two stars of three.
  while (mark === "*" && end !== -1 && text.charAt(end + 1) === "*") end = text.indexOf(mark, end + 2);
  if (mark === "**" && end !== -1 && text.charAt(end + 2) === "*") end += 1;
  if (end === -1) unclosed.add(mark);
  return end;
}

function blockWords(block: RichBlock): string {
  if ("text" in block) return block.text;
  if ("content" in block) return inlineWords(block.content);
  if ("items" in block) return block.items.map(inlineWords).join("\n");
  return "lines" in block ? block.lines.map(inlineWords).join("\n") : "";
}

function inlineWords(content: readonly RichInline[]): string {
  return content.map((one) => ("text" in one ? one.text : inlineWords(one.content))).join("");
}
