import fc from "fast-check";
import { expect, it } from "vitest";
import { sortableDecimal, sortableNumber } from "#engine/shared/sortable-number.ts";
import { sortableText } from "#engine/shared/sortable-text.ts";
import { compareUtf8, Decimal, utf8Length } from "#engine";

const number = fc.double({ noNaN: true, noDefaultInfinity: true });

it("orders the keys of doubles as the doubles", () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      const order = compareUtf8(sortableNumber(a), sortableNumber(b));
      expect(Math.sign(order)).toBe(a === b ? 0 : Math.sign(a < b ? -1 : 1));
    }),
    { numRuns: 2000 },
  );
});

it("orders the keys of decimals as the decimals, where doubles are no longer exact", () => {
  const decimal = fc.tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 999_999_999_999_999n }),
    fc.integer({ min: 0, max: 9999 }),
  );
  const text = decimal.map(
    ([negative, whole, fraction]) => `${negative ? "-" : ""}${whole}.${String(fraction).padStart(4, "0")}`,
  );
  fc.assert(
    fc.property(text, text, (a, b) => {
      const order = compareUtf8(sortableDecimal(a), sortableDecimal(b));
      expect(Math.sign(order)).toBe(new Decimal(a).comparedTo(b));
    }),
    { numRuns: 1000 },
  );
});

it("compares texts as their UTF-8 bytes", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
      const at = left.findIndex((byte, where) => byte !== right[where]);
      const bytes = at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(bytes));
      expect(utf8Length(a)).toBe(left.length);
    }),
    { numRuns: 2000 },
  );
});

it("makes text keys of printable characters without space, at most 48", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
      const key = sortableText(text);
      expect(key).not.toMatch(/\s|[\ud800-\udfff]/u);
      expect(key.length).toBeLessThanOrEqual(48);
      expect(sortableText(key.slice(0, 40)).startsWith(sortableText(key.slice(0, 20)))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
