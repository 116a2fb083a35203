/** A button of the toolbar: what it puts around the selection, or before each line of it. */
export interface RichMark {
  readonly name: "bold" | "italic" | "strike" | "heading" | "list" | "numbered" | "quote" | "link" | "code";
  /** Whole icon name, so that the build finds it. */
  readonly icon: string;
  readonly around?: readonly [before: string, after: string];
  readonly line?: string;
}

export const richMarks: readonly RichMark[] = [
  { name: "bold", icon: "i-lucide-bold", around: ["**", "**"] },
  { name: "italic", icon: "i-lucide-italic", around: ["*", "*"] },
  { name: "strike", icon: "i-lucide-strikethrough", around: ["~~", "~~"] },
  { name: "heading", icon: "i-lucide-heading", line: "## " },
  { name: "list", icon: "i-lucide-list", line: "- " },
  { name: "numbered", icon: "i-lucide-list-ordered", line: "1. " },
  { name: "quote", icon: "i-lucide-text-quote", line: "> " },
  { name: "link", icon: "i-lucide-link", around: ["[", "](https://)"] },
  { name: "code", icon: "i-lucide-code", around: ["`", "`"] },
];

interface Selection {
  readonly from: number;
  readonly to: number;
}

/** The text with the mark set on the selection, or taken off where it stands already, and the new selection. */
export function markedText(
  mark: RichMark,
  text: string,
  { from, to }: Selection,
): { readonly next: string } & Selection {
  const chosen = text.slice(from, to);
  if (mark.around) return surrounded(text, { from, to }, mark.around);
  const prefix = mark.line ?? "";
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const lines = (text.slice(start, from) + chosen).split("\n");
  const isSet = lines.every((one) => one.startsWith(prefix));
  const changed = lines.map((one) => (isSet ? one.slice(prefix.length) : prefix + one)).join("\n");
  return { next: text.slice(0, start) + changed + text.slice(to), from: start, to: start + changed.length };
}

function surrounded(
  text: string,
  { from, to }: Selection,
  [before, after]: readonly [string, string],
): { readonly next: string } & Selection {
  const isSet =
    text.slice(0, from).endsWith(before) &&
    text.slice(to).startsWith(after) &&
    before.length === after.length;
  if (isSet)
    return {
      next: text.slice(0, from - before.length) + text.slice(from, to) + text.slice(to + after.length),
      from: from - before.length,
      to: to - before.length,
    };
  return {
    next: text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to),
    from: from + before.length,
    to: to + before.length,
  };
}
