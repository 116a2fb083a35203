import fc from "fast-check";
import type { FieldType, Json } from "#engine";

/** A word as people write it: Latin, Chinese, beyond the BMP, with marks, in full width. */
export const word: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ..."aAzZ09ñÅéß上海北京市省区贸易龘ｆ９Ω😀𠮷-.'&/",
      " ",
      "；",
      "：",
      ",",
      "，",
      "\\",
      ";",
      ":",
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.join("").trim())
  .filter((text) => text !== "");

const two = (most: number) => fc.integer({ min: 0, max: most }).map((one) => String(one).padStart(2, "0"));
const clock = fc.tuple(two(23), two(59), two(59));
const day = fc
  .integer({ min: Date.UTC(1000, 0, 1) / 86_400_000, max: Date.UTC(9999, 11, 31) / 86_400_000 })
  .map((one) => new Date(one * 86_400_000).toISOString().slice(0, 10));
const degrees = (most: number) =>
  fc
    .oneof(
      fc.integer({ min: -most * 1_000_000, max: most * 1_000_000 }).map((one) => one / 1_000_000),
      fc.double({ min: -most, max: most, noNaN: true }),
    )
    .filter((one) => one === 0 || Math.abs(one) >= 1e-9);
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 200_000 }),
  fc.integer({ min: 0, max: 20_000_000 }).map((one) => one * 1000),
);
const part = word.map((text) => text.slice(0, 10));
const number = (min: number, max: number) =>
  fc.integer({ min: min * 10_000, max: max * 10_000 }).map((one) => one / 10_000);

/** Random values of a type under its first sample's settings; types that are not here give their good samples. */
const arbitraries: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  address: fc
    .record(
      { country: part, province: part, city: part, district: part, street: part, postalCode: part },
      { requiredKeys: [] },
    )
    .map((value) => ({ ...value })),
  checkbox: fc.boolean(),
  color: fc.stringMatching(/^#[0-9A-Fa-f]{6}$/),
  date: day,
  dateTime: fc.tuple(day, clock).map(([date, parts]) => `${date}T${parts.join(":")}Z`),
  duration: seconds,
  json: fc.jsonValue({ maxDepth: 4 }).filter((one) => one !== null) as fc.Arbitrary<Json>,
  location: fc.record({ lat: degrees(90), lng: degrees(180) }).map((value) => ({ ...value })),
  longText: word,
  percent: number(0, 100),
  rating: fc.integer({ min: 1, max: 5 }),
  richText: fc.array(word, { maxLength: 4 }).map((lines) => lines.join("\n")),
  tags: fc.array(
    word.map((text) => text.replace(/[,，、;；|]/g, "") || "x"),
    { maxLength: 6 },
  ),
  text: word,
  time: clock.map((parts) => parts.join(":")),
};

/** Random valid values of a type: of its own arbitrary where the settings are the plainest, else its good samples. */
export function valuesOf(type: FieldType, plainest: boolean, good: readonly Json[]): fc.Arbitrary<Json> {
  const samples = fc.constantFrom(...good);
  const own = plainest ? arbitraries[type.name] : undefined;
  return own ? fc.oneof(own, samples) : samples;
}

/** Any JSON, with texts that are likely to be near a type's forms. */
export const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.stringMatching(/^[+0-9][0-9 ().-]{0,18}$/),
  fc.stringMatching(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{3})?(Z|[+-]\d{2}:\d{2}))?$/),
  fc.emailAddress(),
  fc.webUrl(),
  // NaN and the infinities are no JSON (RFC 8259 §6): no value of a request can be one.
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.record({
    amount: fc.oneof(fc.string(), fc.stringMatching(/^-?\d{1,5}\.\d{1,5}$/)),
    currency: fc.constantFrom("CNY", "EUR"),
  }),
  fc.record({ lat: fc.double({ noNaN: true }), lng: fc.integer() }),
  fc.stringMatching(/^P(\d{1,3}[WD]){0,2}(T(\d{1,3}[HMS]){0,3})?$/),
  fc.stringMatching(/^#[0-9a-f]{3,8}$/),
) as fc.Arbitrary<Json>;
