import { expect, it } from "vitest";
import { acceptedLocale } from "./locale.ts";
import { etag, expectedVersion, matchesNone } from "./preconditions.ts";
import { createRateLimit } from "./rate-limit.ts";

it("takes one strong ETag or a star from If-Match, and names what is wrong otherwise", () => {
  const kinds = (header: string | undefined) => {
    const read = expectedVersion(header);
    return read.ok ? read.value : read.problems[0]?.kind;
  };
  expect(kinds(etag(7))).toBe(7);
  expect(kinds(" * ")).toBeNull();
  expect(kinds(undefined)).toBe("preconditionRequired");
  expect(kinds('W/"7"'), "R09: weak never matches").toBe(-1);
  for (const header of ['"7", "8"', "7", '"seven"', '"-1"']) expect(kinds(header)).toBe("malformed");
});

it("compares If-None-Match weakly and in lists", () => {
  expect(['"7"', 'W/"7"', '"1", "7"', "*"].every((header) => matchesNone(header, etag(7)))).toBe(true);
  expect(['"8"', undefined, ""].some((header) => matchesNone(header, etag(7)))).toBe(false);
});

it("chooses the language by weight, then order", () => {
  expect(acceptedLocale("en-US,en;q=0.9,zh-CN;q=0.8")).toBe("en");
  expect(acceptedLocale("en;q=0.5, zh-TW;q=0.9")).toBe("zh-CN");
  expect(acceptedLocale("fr, de;q=0.9, zh;q=0")).toBeNull();
  expect(acceptedLocale(undefined)).toBeNull();
});

it("lets a burst pass per address, then refills evenly", () => {
  let now = new Date("2026-01-01T00:00:00Z");
  const limit = createRateLimit({ now: () => now });
  expect(Array.from({ length: 60 }, () => limit.take("a", 60)).every((wait) => wait === 0)).toBe(true);
  expect(limit.take("a", 60)).toBe(1);
  expect(limit.take("b", 60)).toBe(0);
  now = new Date("2026-01-01T00:00:02Z");
  expect([limit.take("a", 60), limit.take("a", 60), limit.take("a", 60)]).toEqual([0, 0, 1]);
});
