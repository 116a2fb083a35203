import { expect, it } from "vitest";
import json from "./index.ts";

const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
const codes = (value: unknown) => json.check(value, {}).map((one) => one.code);

it("takes 20 levels and refuses 21, also of thousands", () => {
  expect(codes(nested(20))).toEqual([]);
  expect(codes(nested(21))).toEqual(["too_deep"]);
  expect(codes(nested(5000))).toEqual(["too_deep"]);
});

it("takes 16,384 bytes and refuses one more, counted as UTF-8", () => {
  expect(codes("x".repeat(16_382))).toEqual([]);
  expect(codes("x".repeat(16_383))).toEqual(["too_long"]);
  expect(codes("长".repeat(5461))).toEqual(["too_long"]);
});

it("refuses half a character anywhere", () => {
  expect(codes("\ud800")).toEqual(["json"]);
  expect(codes({ a: ["\udfff"] })).toEqual(["json"]);
  expect(codes({ "\ud800": 1 })).toEqual(["json"]);
});

it("refuses what a control sends for text that is no JSON", () => {
  expect(codes(Number.NaN)).toEqual(["json"]);
});

it("holds from the start what its text gives back: zero has no sign", () => {
  const context = { timeZone: "UTC", locale: "en", now: "2026-01-05T08:00:00.000Z" } as const;
  expect(json.normalize?.({ a: [-0] }, {}, context)).toEqual({ a: [0] });
});

it("keeps keys that mean something to JavaScript as plain keys", () => {
  const value = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as never;
  expect(json.check(value, {})).toEqual([]);
  expect(JSON.stringify(json.storage.decode(json.storage.encode(value)))).toBe(JSON.stringify(value));
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});
