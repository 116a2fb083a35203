/** How values of one sort are compared for duplicates. All texts are those of valid, stored values. */
export interface Likeness {
  /** The text without what does not tell two apart; empty: nothing is left, so nothing is alike. Idempotent. */
  normal(text: string): string;
  /** Keys under which normal texts that are alike meet, at most eight; the text itself is one. */
  blocks(normal: string): readonly string[];
  /** How alike two normal texts are, 0–1: symmetric, 1 only for equal ones. */
  similarity(one: string, other: string): number;
}
