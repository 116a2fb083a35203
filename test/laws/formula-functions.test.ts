import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functionHelp } from "#engine";
import { evaluate } from "#test/builders/formula.ts";

describe("functions", () => {
  it.each([
    ["upper(record.name)", "ZÜRICH 贸易"],
    ["lower('ÄB')", "äb"],
    ["trim(' a ')", "a"],
    ["length('e\\u0301👋🏽中')", 3],
    ["left('👋🏽ab', 2)", "👋🏽a"],
    ["right('abc', 2) + left('x', 0)", "bc"],
    ["replace('a-b-c', '-', '')", "abc"],
    ["contains(record.name, 'ZURICH')", true],
    ["startsWith(record.name, 'ｚｕ')", true],
    ["same('Acme', 'ＡＣＭＥ')", true],
    ["compare('item 9', 'item 10')", -1],
    ["text(12.50)", "12.5"],
    ["abs(record.n - 1)", 0.9],
    ["min(record.n, 3, 2)", 0.1],
    ["max(record.n, 3)", 3],
    ["floor(-2.5) + ceil(2.1)", 0],
    ["mod(-7, 3)", 2],
    ["round(record.n + 0.25, 1)", 0.4],
    ["round(2.5)", 3],
    ["decimal('0.1') + decimal(0.2) == 0.3", true],
    ["-record.n", -0.1],
    ["addMonths(record.d, 1)", "2026-02-28"],
    ["addYears(date('2024-02-29'), 1)", "2025-02-28"],
    ["startOfMonth(record.d)", "2026-01-01"],
    ["endOfMonth(date('2026-02-10'))", "2026-02-28"],
    ["year(record.d) * 100 + month(record.d)", 202601],
    ["day(record.d)", 31],
    ["weekday(record.d)", 6],
    ["dateOf(record.at)", "2026-02-01"],
    ["hoursBetween(record.at, timestamp('2026-01-31T18:30:00Z'))", 1.5],
    ["addBusinessDays(date('2026-01-30'), 1)", "2026-02-02"],
    ["addBusinessDays(date('2026-01-30'), 1, ['2026-02-02'])", "2026-02-03"],
    ["addBusinessDays(date('2026-02-02'), -1)", "2026-01-30"],
    ["businessDaysBetween(date('2026-01-30'), date('2026-02-06'))", 5],
    ["businessDaysBetween(date('2026-02-06'), date('2026-01-30'), ['2026-02-03'])", -4],
    ["amount(record.amount + record.fee)", 10.3],
    ["currency(record.amount)", "CNY"],
    ["record.amount > record.fee && record.amount * 2 > record.amount", true],
    ["record.amount / 4", { amount: "2.525", currency: "CNY" }],
    ["coalesce(record.name, 'none')", "Zürich 贸易"],
    ["has(record.name) && contains(record.name, '贸')", true],
    ["record.tags.map(t, upper(t))", ["A", "B"]],
    ["record.tags.exists(t, (t) == ('b'))", true],
    ["record.tags.filter(t, has(record.n) && t != 'a')", ["b"]],
  ])("%s", (source, value) => {
    expect(evaluate(source)).toEqual({ value });
  });

  it("take what has no value", () => {
    expect(evaluate("coalesce(record.n, 0) / 2", {})).toEqual({ value: 0 });
    expect(evaluate("coalesce(record.n, 1) / 2", {})).toEqual({ value: 0.5 });
    expect(evaluate("coalesce(record.name, record.name, '-')", {})).toEqual({ value: "-" });
    expect(evaluate("upper(record.name)", {})).toMatchObject({ failed: "no_value" });
  });

  it("are helped with in both languages, and their examples can be computed", () => {
    for (const { name, help, example, usages } of functionHelp()) {
      expect(help["zh-CN"] && help.en, name).toBeTruthy();
      expect(usages.length, name).toBeGreaterThan(0);
      expect(Object.keys(evaluate(example)), example).toEqual(["value"]);
    }
  });

  it("count working days as one adds them", () => {
    const day = fc
      .integer({ min: 10_000, max: 30_000 })
      .map((one) => new Date(one * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -300, max: 300 }),
        fc.array(day, { maxLength: 4 }),
        (from, count, free) => {
          const list = `[${free.map((one) => `'${one}'`).join(", ")}]`;
          const added = evaluate(
            `addBusinessDays(date('${from}'), ${count}${free.length > 0 ? `, ${list}` : ""})`,
          );
          const start = Number(evaluate(`weekday(date('${from}'))`).value);
          const holds = count >= 0 || (start < 6 && !free.includes(from));
          const source = `businessDaysBetween(date('${from}'), date('${String(added.value)}')${free.length > 0 ? `, ${list}` : ""})`;
          if (holds) expect(evaluate(source)).toEqual({ value: count });
        },
      ),
      { numRuns: 200 },
    );
  });
});
