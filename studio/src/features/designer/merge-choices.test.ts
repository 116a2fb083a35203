import { mergeDocuments, type Json, type JsonObject } from "#engine";
import { expect, it } from "vitest";
import type { DraftMerge } from "./draft.ts";
import { placeParts, settledDocument, valueWords } from "./merge-choices.ts";

const text = (word: string) => ({ "zh-CN": word, en: word });
const field = (apiName: string, name: string) => ({ id: apiName, apiName, label: text(name) });
const object = (...fields: readonly Json[]): JsonObject => ({ label: text("House"), fields });

function mergeOf(base: JsonObject, mine: JsonObject, theirs: JsonObject | null): DraftMerge {
  const { merged, conflicts } = mergeDocuments(base, mine, theirs);
  return { merged: merged as JsonObject, conflicts, theirs, revision: 1, version: 1 };
}
const all = (merge: DraftMerge, side: "mine" | "theirs") =>
  settledDocument(
    merge,
    merge.conflicts.map(() => side),
  );

it("takes either side of every kind of conflict", () => {
  const base = object(field("a", "A"), field("b", "B"), field("c", "C"), field("d", "D"));
  const mine = object(field("a", "mine"), field("b", "mine"), field("c", "mine"));
  const theirs = object(field("a", "theirs"), field("d", "theirs"));
  const merge = mergeOf(base, mine, theirs);
  expect(merge.conflicts).toHaveLength(5);
  expect(all(merge, "mine")).toEqual(mine);
  expect(all(merge, "theirs")).toEqual(theirs);
});

it("removes the document when its removal is chosen", () => {
  const merge = mergeOf(object(field("a", "A")), object(field("a", "mine")), null);
  expect(all(merge, "theirs")).toBeNull();
  expect(all(merge, "mine")).toEqual(object(field("a", "mine")));
});

it("says where a conflict is, by names", () => {
  const base = object(field("a", "A"), field("b", "B"));
  const merge = mergeOf(base, object(field("a", "mine"), field("b", "B")), object(field("a", "theirs")));
  const [first] = merge.conflicts;
  if (!first) throw new Error("both renamed the first field");
  expect(placeParts(merge, first, "en")).toEqual([{ list: "fields", name: "mine" }, { property: "label" }]);
});

it("shows values in short", () => {
  expect(valueWords(text("甲"), "en")).toBe("甲");
  expect(valueWords([field("a", "A"), "b"], "en")).toBe("A、b");
  expect(valueWords({ min: 1 }, "en")).toBe('{"min":1}');
  expect(valueWords(null, "en")).toBe("");
  expect(valueWords(true, "en")).toBe("✓");
});
