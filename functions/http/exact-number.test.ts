import fc from "fast-check";
import { expect, it } from "vitest";
import { isExactNumber } from "./exact-number.ts";

it("R05: keeps every number that JavaScript writes", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => isExactNumber(String(value))),
  );
});

it("R05: refuses what would be rounded", () => {
  for (const literal of [
    "9007199254740993",
    "1e309",
    "-1E400",
    "0.1000000000000000055511151231257827",
    "1e-400",
  ])
    expect([literal, isExactNumber(literal)]).toEqual([literal, false]);
});

it("R05: takes the same number written otherwise", () => {
  for (const literal of [
    "1.50000000000000000000",
    "100000000000000000000",
    "0.30000000000000004",
    "-0e5",
    "12E2",
    "1.2e+3",
  ])
    expect([literal, isExactNumber(literal)]).toEqual([literal, true]);
});
