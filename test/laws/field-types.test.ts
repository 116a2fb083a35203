import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareUtf8, validateSchema, type FieldContext, type FieldType, type Json } from "#engine";
import { fieldTypeSamples } from "./samples.generated.ts";

const context: FieldContext = { timeZone: "Asia/Shanghai", locale: "zh-CN", now: "2026-01-05T08:00:00.000Z" };

function ajvFor(schema: object): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  (addFormats as unknown as (target: Ajv2020) => void)(ajv);
  return ajv.compile(schema);
}

/** Any JSON, with texts that are likely to be near a type's forms. */
const anyJson = fc.oneof(
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
) as fc.Arbitrary<Json>;

const cases = fieldTypeSamples.flatMap(({ type, samples }) =>
  samples.cases.map((one, at) => ({
    name: `${type.name} ${at + 1}`,
    type,
    ...one,
    given: one.settings,
    settings: { ...type.defaultSettings, ...one.settings },
  })),
);

function normal(type: FieldType, value: Json, settings: object): Json {
  return (type.normalize ? type.normalize(value, settings, context) : value) as Json;
}

describe.each(cases)("field type $name", ({ type, given, settings, good, bad, cells, badCells }) => {
  const schema = type.valueSchema(settings);
  const accepts = ajvFor(schema);

  it("has settings of its own schema", () => {
    expect(validateSchema(type.settingsSchema, given)).toEqual([]);
    expect(type.checkSettings?.(settings) ?? []).toEqual([]);
  });

  it.each(good.map((value) => ({ value })))("takes $value", ({ value }) => {
    expect(type.check(value, settings)).toEqual([]);
    expect(accepts(value)).toBe(true);
    expect(validateSchema(schema, value)).toEqual([]);
  });

  it.each(bad.map((value) => ({ value })))("refuses $value with a message in both languages", ({ value }) => {
    const problems = type.check(value, settings);
    expect(problems.length).toBeGreaterThan(0);
    for (const { message } of problems) expect(message["zh-CN"] && message.en).toBeTruthy();
    expect(accepts(value)).toBe(false);
    expect(validateSchema(schema, value).length).toBeGreaterThan(0);
  });

  it("checks random values as Ajv and the browser's validator do", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const checked = type.check(value, settings).length === 0;
        expect(checked).toBe(accepts(value));
        expect(checked).toBe(validateSchema(schema, value).length === 0);
      }),
      { numRuns: 300 },
    );
  });

  it("normalises once, to a value it still takes", () => {
    for (const value of good) {
      const once = normal(type, value, settings);
      expect(type.check(once, settings)).toEqual([]);
      expect(normal(type, once, settings)).toEqual(once);
    }
  });

  it("keeps values through storage as JSON", () => {
    for (const value of good) {
      const stored = JSON.parse(JSON.stringify(type.storage.encode(value))) as Json;
      expect(type.storage.decode(stored)).toEqual(value);
    }
  });

  it.each(["zh-CN", "en"] as const)("reads back what it shows in %s", (locale) => {
    for (const value of good.map((one) => normal(type, one, settings))) {
      if (type.isBlank?.(value)) continue;
      const text = type.format(value, settings, { ...context, locale });
      expect(type.parse(text, settings, { ...context, locale })).toEqual({ ok: true, value });
    }
  });

  it("orders keys as values", () => {
    if (!type.index) return expect(type.operators).not.toContain("lt");
    const keys = good.map((value) => type.index?.encode(value, settings) ?? "");
    expect([...keys].sort(compareUtf8)).toEqual(keys);
    for (const key of keys) expect(key).toMatch(/^[^\s\p{C}]*$/u);
    if (type.index.exact !== false) {
      const values = good.map((value) => JSON.stringify(normal(type, value, settings)));
      expect(new Set(keys).size).toBe(new Set(values).size);
    }
    return undefined;
  });

  it("reads cells, and refuses bad ones with a reason", () => {
    for (const { text, value } of cells ?? []) {
      const read = type.parse(text, settings, context);
      expect(read, text).toMatchObject({ ok: true });
      if (read.ok) expect(normal(type, read.value as Json, settings), text).toEqual(value);
    }
    for (const text of badCells ?? []) {
      const read = type.parse(text, settings, context);
      expect(read.ok, text).toBe(false);
      if (!read.ok && /^[*＊]+$/.test(text)) expect(read.problems[0]?.code, text).toBe("masked");
    }
  });

  it("never throws on any text, and what it reads it takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const read = type.parse(text, settings, context);
        if (read.ok) expect(type.check(read.value, settings)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe.each(fieldTypeSamples)("settings of $type.name", ({ type, samples }) => {
  it.each((samples.badSettings ?? []).map((settings) => ({ settings })))(
    "refuse $settings",
    ({ settings }) => {
      const shape = validateSchema(type.settingsSchema, settings);
      const deeper = shape.length === 0 ? (type.checkSettings?.(settings as object) ?? []) : [];
      expect([...shape, ...deeper].length).toBeGreaterThan(0);
    },
  );

  it("keep the contract's promises about each other", () => {
    expect(type.label["zh-CN"] && type.label.en).toBeTruthy();
    if (type.onDelete) expect(type.references).toBeDefined();
    if (["contains", "startsWith"].some((one) => type.operators.includes(one as never)))
      expect(type.matches).toBeDefined();
  });
});
