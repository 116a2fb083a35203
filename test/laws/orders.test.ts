import fc from "fast-check";
import { expect, it } from "vitest";
import { sortableDecimal, sortableNumber } from "#engine/shared/sortable-number.ts";
import { sortableText } from "#engine/shared/sortable-text.ts";
import { compareUtf8, Decimal, fieldTypes, utf8Length, type FieldType, type Json } from "#engine";
import { valuesOf } from "#test/builders/field-values.ts";

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

/** For each ordered type: random values, and an order of them that knows nothing of keys. */
const orders: Readonly<
  Record<string, { readonly values: fc.Arbitrary<Json>; readonly rank: (value: never) => Rank }>
> = {
  checkbox: { values: fc.boolean(), rank: (value: boolean) => Number(value) },
  currency: {
    values: fc
      .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, cents]) => ({ amount: `${whole}.${String(cents).padStart(2, "0")}`, currency: "CNY" })),
    rank: ({ amount }: { amount: string }) => new Decimal(amount),
  },
  date: {
    values: valuesOf(typeOf("date"), true, ["2024-02-29"]),
    rank: (value: string) => Date.parse(value),
  },
  dateTime: {
    values: valuesOf(typeOf("dateTime"), true, ["2024-02-29T00:00:00+08:00"]),
    rank: (value: string) => Date.parse(value),
  },
  duration: { values: fc.integer({ min: 0, max: 20_000_000_000 }), rank: (value: number) => value },
  number: {
    values: fc.oneof(
      fc.integer(),
      fc.integer({ min: -99_999, max: 99_999 }).map((one) => one / 1000),
    ),
    rank: (value: number) => value,
  },
  percent: { values: valuesOf(typeOf("percent"), true, [0]), rank: (value: number) => value },
  rating: { values: fc.integer({ min: 1, max: 10 }), rank: (value: number) => value },
  time: {
    values: valuesOf(typeOf("time"), true, ["00:00"]),
    rank: (value: string) => Date.parse(`2000-01-01T${value.padEnd(8, ":00")}Z`),
  },
};

it.each(Object.keys(orders))("orders keys of %s as its values", (name) => {
  const type = typeOf(name);
  const { values, rank } = orders[name] ?? { values: fc.constant(null), rank: () => 0 };
  const settings = { ...type.defaultSettings, max: 10 };
  const key = (value: Json) => type.index?.encode(value, settings) ?? "";
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [left, right] = [rank(a as never), rank(b as never)];
      const order =
        left instanceof Decimal ? left.comparedTo(right as Decimal) : Number(left) - Number(right);
      expect(Math.sign(compareUtf8(key(a), key(b)))).toBe(Math.sign(order));
    }),
    { numRuns: 1000 },
  );
});

it("orders texts by their characters: Latin before Chinese, both before what is beyond the BMP", () => {
  const character = fc.constantFrom(..."abcxyz0129上下不与丑中北京海龘", "😀", "𠮷", "𝒳");
  const text = fc.array(character, { maxLength: 10 }).map((all) => all.join(""));
  /** Characters beyond the BMP share one place, after all others of these. */
  const places = (one: string) => [...one].map((each) => Math.min(each.codePointAt(0) ?? 0, 0xffff));
  fc.assert(
    fc.property(text, text, (a, b) => {
      // Mathematical letters fold to the letters they stand for.
      const [left, right] = [a, b].map((one) => places(one.replaceAll("𝒳", "x"))) as [number[], number[]];
      const at = left.findIndex((code, where) => code !== right[where]);
      const order = at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      expect(Math.sign(compareUtf8(sortableText(a), sortableText(b)))).toBe(Math.sign(order));
    }),
    { numRuns: 2000 },
  );
});

type Rank = number | Decimal;

function typeOf(name: string): FieldType {
  const found = fieldTypes.find((one) => one.name === name);
  if (!found) throw new Error(`no type ${name}`);
  return found;
}
