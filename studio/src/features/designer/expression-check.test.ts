import type { FieldDefinition } from "#engine";
import { expect, it } from "vitest";
import { checkExpression, inserted } from "./expression-check.ts";

const label = { "zh-CN": "甲", en: "A" };
const fields: readonly FieldDefinition[] = [
  { apiName: "n", type: "number", label },
  { apiName: "name", type: "text", label },
];
const ask = (source: string, record?: { readonly [name: string]: number }) =>
  checkExpression({
    source,
    fields,
    timeZone: "UTC",
    locale: "en",
    now: "2026-01-05T08:00:00.000Z",
    ...(record ? { record } : {}),
  });

it("says nothing of an empty expression or a right one", () => {
  expect(ask(" ")).toEqual({ fault: null, sample: null });
  expect(ask("record.n > 1")).toEqual({ fault: null, sample: null });
});

it("points at what is wrong, at the last character when something is missing", () => {
  expect(ask("1 + record.nn").fault).toMatchObject({ start: 11, end: 13 });
  expect(ask("record.n >").fault).toMatchObject({ start: 9, end: 10 });
});

it("computes it for a record, or says why not", () => {
  expect(ask("record.n * 2", { n: 4 }).sample).toEqual({ ok: true, text: "8" });
  expect(ask("record.n * 2", {}).sample?.ok).toBe(false);
});

it("inserts at the selection without running words together", () => {
  expect(inserted("a > b", { from: 5, to: 5 }, "record.n")).toEqual({ text: "a > b record.n", caret: 14 });
  expect(inserted("left()", { from: 5, to: 5 }, "record.n")).toEqual({ text: "left(record.n)", caret: 13 });
  expect(inserted("x", { from: 0, to: 1 }, "now")).toEqual({ text: "now", caret: 3 });
});
