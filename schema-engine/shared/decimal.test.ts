import { Decimal as Reference } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimalOf, exactNumber } from "./decimal.ts";

const Wide = Reference.clone({
  precision: 40,
  rounding: Reference.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** The reference knows a negative zero. */
const plain = (value: Reference) => (value.isZero() ? "0" : value.toFixed());
const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
const text = fc
  .record({
    sign: fc.constantFrom("", "-"),
    whole: digits(30),
    fraction: fc.option(digits(25), { nil: undefined }),
    exponent: fc.option(fc.integer({ min: -40, max: 40 }), { nil: undefined }),
  })
  .map(({ sign, whole, fraction, exponent }) =>
    [
      sign,
      whole,
      fraction === undefined ? "" : `.${fraction}`,
      exponent === undefined ? "" : `e${exponent}`,
    ].join(""),
  );

describe("decimals agree with a reference implementation", () => {
  it("in arithmetic, to the last of 40 digits", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, other, wideOne, wideOther] = [new Decimal(a), new Decimal(b), new Wide(a), new Wide(b)];
        expect(one.plus(other).toFixed()).toBe(plain(wideOne.plus(wideOther)));
        expect(one.minus(other).toFixed()).toBe(plain(wideOne.minus(wideOther)));
        expect(one.times(other).toFixed()).toBe(plain(wideOne.times(wideOther)));
        expect(one.comparedTo(other)).toBe(wideOne.comparedTo(wideOther));
        expect(one.equals(other)).toBe(wideOne.equals(wideOther));
        if (other.isZero()) expect(() => one.dividedBy(other)).toThrow(RangeError);
        else expect(one.dividedBy(other).toFixed()).toBe(plain(wideOne.dividedBy(wideOther)));
      }),
      { numRuns: 2000 },
    );
  });

  it("in text, rounding and doubles", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 30 }), (a, places) => {
        const [one, wide] = [new Decimal(a), new Wide(a)];
        const fixed = wide.toDecimalPlaces(places).isZero() ? new Wide(0) : wide;
        expect(one.toFixed(places)).toBe(fixed.toFixed(places));
        expect(one.toDecimalPlaces(places).toFixed()).toBe(plain(wide.toDecimalPlaces(places)));
        expect(one.decimalPlaces()).toBe(wide.decimalPlaces());
        expect(one.toNumber() + 0).toBe(wide.toNumber() + 0);
        expect(one.isZero()).toBe(wide.isZero());
      }),
      { numRuns: 1000 },
    );
  });

  it("for every finite double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(new Decimal(number).toFixed()).toBe(plain(new Wide(number)));
        expect(exactNumber(new Decimal(number))).toBe(number + 0);
      }),
    );
  });
});

it("takes numbers as people and JSON write them, and nothing else", () => {
  for (const good of ["1", "-0.50", "+7", ".5", "5.", "1e3", "1E-7", 12.5]) {
    expect(new Decimal(good).equals(Number(good)), String(good)).toBe(true);
  }
  const bad = ["", ".", "-", "1,5", "0x1f", "1e", "Infinity", "NaN", "1_000", " 1", "1e99999", NaN, Infinity];
  for (const one of bad) expect(() => new Decimal(one), String(one)).toThrow(RangeError);
  expect(decimalOf("12.50")?.toFixed()).toBe("12.5");
  for (const one of ["", "1e500", "abc", "9".repeat(61), Infinity])
    expect(decimalOf(one), String(one)).toBeNull();
});

it("refuses numbers whose size alone would cost time, and lets tiny ones vanish", () => {
  expect(() => new Decimal("1e401")).toThrow(RangeError);
  expect(() => new Decimal("1e300").times("1e300")).toThrow(RangeError);
  expect(() => new Decimal("1".repeat(100_000))).toThrow(RangeError);
  expect(new Decimal("1e-300").times("1e-300").isZero()).toBe(true);
});

it("finds the least and the greatest", () => {
  const all = ["3", "-1.5", "2"].map((one) => new Decimal(one));
  expect([Decimal.min(...all).toFixed(), Decimal.max(...all).toFixed()]).toEqual(["-1.5", "3"]);
});
