import { expect, it } from "vitest";
import { filterSentence, type SentenceWords } from "./filter-sentence.ts";
import { emptyGroup, treeOf } from "./filter-tree.ts";

const words: SentenceWords = {
  condition: ({ field }) => field ?? "?",
  and: " and ",
  or: " or ",
  none: (list) => `none of (${list})`,
  inner: (text) => `(${text})`,
};
const [a, b, c] = ["a", "b", "c"].map((field) => ({ field, op: "isEmpty" }) as const);
const told = (filter: Parameters<typeof treeOf>[0]) => filterSentence(treeOf(filter) ?? emptyGroup, words);

it("tells conditions in one line, groups in brackets", () => {
  if (!a || !b || !c) throw new Error("three conditions");
  expect(told(undefined)).toBe("");
  expect(told(a)).toBe("a");
  expect(told({ and: [a, b] })).toBe("a and b");
  expect(told({ and: [a, { or: [b, c] }] })).toBe("a and (b or c)");
  expect(told({ or: [{ and: [a, b] }, { not: { or: [b, c] } }] })).toBe("(a and b) or none of (b or c)");
  expect(told({ not: { and: [a, b] } })).toBe("none of (a and b)");
  expect(told({ not: { or: [a, { and: [b, c] }] } })).toBe("none of (a or (b and c))");
});
