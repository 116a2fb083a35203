import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareUtf8, validateSchema, type FieldContext, type FieldType, type Json } from "#engine";
import { anyJson, valuesOf } from "#test/builders/field-values.ts";
import { fieldTypeSamples } from "./samples.generated.ts";

const context: FieldContext = { timeZone: "Asia/Shanghai", locale: "zh-CN", now: "2026-01-05T08:00:00.000Z" };

function ajvFor(schema: object): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  (addFormats as unknown as (target: Ajv2020) => void)(ajv);
  return ajv.compile(schema);
}

const cases = fieldTypeSamples.flatMap(({ type, samples }) =>
  samples.cases.map((one, at) => ({
    name: `${type.name} ${at + 1}`,
    type,
    ...one,
    plainest: at === 0,
    given: one.settings,
    settings: { ...type.defaultSettings, ...one.settings },
  })),
);

function normal(type: FieldType, value: Json, settings: object): Json {
  return (type.normalize ? type.normalize(value, settings, context) : value) as Json;
}

describe.each(cases)("field type $name", (one) => {
  const { type, given, settings, good, bad, cells, badCells } = one;
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

  it("keeps, shows and reads back random values as it does its samples", () => {
    if (good.length === 0) return;
    const random = valuesOf(type, one.plainest, good).filter(
      (value) => type.check(value, settings).length === 0,
    );
    fc.assert(
      fc.property(random, fc.constantFrom("zh-CN" as const, "en" as const), (value, locale) => {
        expect(accepts(value)).toBe(true);
        const normalised = normal(type, value, settings);
        expect(normal(type, normalised, settings)).toEqual(normalised);
        const stored = JSON.parse(JSON.stringify(type.storage.encode(normalised))) as Json;
        expect(JSON.stringify(type.storage.decode(stored))).toBe(JSON.stringify(normalised));
        if (type.index)
          expect(type.index.encode(normalised, settings)).toBe(type.index.encode(value, settings));
        if (type.isBlank?.(normalised)) return;
        const text = type.format(normalised, settings, { ...context, locale });
        expect(type.parse(text, settings, { ...context, locale }), text).toEqual({
          ok: true,
          value: normalised,
        });
      }),
      { numRuns: 200 },
    );
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
