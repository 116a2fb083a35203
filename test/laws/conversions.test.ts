import { describe, expect, it } from "vitest";
import { convertValue, describeField, type FieldDefinition } from "#engine";

const label = (text: string) => ({ "zh-CN": text, en: text });
const context = { timeZone: "Asia/Shanghai", locale: "zh-CN", now: "2026-01-01T00:00:00.000Z" } as const;
const options = [
  { value: "red", label: { "zh-CN": "红色", en: "Red" } },
  { value: "blue", label: { "zh-CN": "蓝色", en: "Blue" } },
];

function typed(type: string, settings: object = {}) {
  const definition = { id: "f001", apiName: "x", type, label: label("x"), settings } as FieldDefinition;
  const field = describeField(definition);
  if (!field) throw new Error(`there is a type ${type}`);
  return field;
}

describe("a change of type", () => {
  const money = { currencies: ["CNY"] };
  const cases: readonly (readonly [string, object, unknown, string, object, unknown])[] = [
    ["text", {}, "12.5", "number", {}, 12.5],
    ["number", {}, 12.5, "text", {}, "12.5"],
    ["number", {}, 12.5, "currency", money, { amount: "12.50", currency: "CNY" }],
    ["currency", money, { amount: "1234.50", currency: "CNY" }, "number", {}, 1234.5],
    ["text", {}, "红色", "select", { options }, "red"],
    ["select", { options }, "red", "multiSelect", { options }, ["red"]],
    ["multiSelect", { options }, ["blue"], "select", { options }, "blue"],
    ["select", { options }, "red", "text", {}, "红色"],
    ["dateTime", {}, "2026-03-01T20:00:00.000Z", "date", {}, "2026-03-02"],
    ["text", {}, "a@b.test", "email", {}, "a@b.test"],
    ["text", {}, "long", "longText", {}, "long"],
  ];
  it.each(cases)("%s %o %o → %s", (...[from, fromSettings, value, to, toSettings, expected]) => {
    const pair = { from: typed(from, fromSettings), to: typed(to, toSettings) };
    expect(convertValue(pair, value, context)).toEqual({ ok: true, value: expected });
  });

  it("keeps the day of a date that becomes an instant", () => {
    const pair = { from: typed("date"), to: typed("dateTime") };
    expect(convertValue(pair, "2026-03-02", context)).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^2026-03-01T16:00/) as unknown,
    });
  });

  it.each([
    ["text", {}, "heavy", "number", {}],
    ["text", {}, "绿色", "select", { options }],
    ["multiSelect", { options }, ["red", "blue"], "select", { options }],
    ["text", {}, "12345678", "text", { maxLength: 3 }],
  ] as const)(
    "refuses what has no counterpart: %s %o %o → %s",
    (...[from, fromSettings, value, to, toSettings]) => {
      const pair = { from: typed(from, fromSettings), to: typed(to, toSettings) };
      expect(convertValue(pair, value, context).ok).toBe(false);
    },
  );
});
