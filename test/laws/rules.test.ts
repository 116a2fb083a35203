import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileExpression, Decimal, fieldType, type FieldType, type JsonObject } from "#engine";

const names = {
  name: "text",
  n: "number",
  m: "number",
  amount: "currency",
  d: "date",
  at: "dateTime",
  tags: "multiSelect",
  ok: "checkbox",
};
const environment = {
  timeZone: "Asia/Shanghai",
  fields: Object.entries(names).map(([apiName, type]) => ({ apiName, type: fieldType(type) as FieldType })),
};
const NOW = "2026-01-05T20:00:00.000Z";

function evaluate(source: string, record: JsonObject, more: object = {}) {
  const compiled = compileExpression(source, environment);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value.evaluate({ record, now: NOW, actor: "u1", ...more });
}

function refusal(source: string, result: "bool" | "any" = "any") {
  const compiled = compileExpression(source, environment, result);
  return compiled.ok ? null : compiled.problems[0];
}

const record = {
  name: "a",
  n: 0.1,
  m: 0.2,
  amount: { amount: "10.10", currency: "CNY" },
  d: "2026-01-31",
  ok: true,
  tags: ["x"],
};

describe("expressions", () => {
  it.each([
    ["record.n + record.m == 0.3", true],
    ["record.amount.amount * 3", 30.3],
    ["3 < record.amount.amount && record.amount.amount < 10.2", true],
    ["record.amount == money('10.10', 'CNY')", true],
    ["addDays(record.d, 1)", "2026-02-01"],
    ["daysBetween(record.d, date('2026-02-02'))", 2],
    ["today", "2026-01-06"],
    ["now < timestamp('2027-01-01T00:00:00Z')", true],
    ["has(record.at) || has(record.name)", true],
    ["!has(record.at) && record.at == null", true],
    ["'x' in record.tags", true],
    ["before.n == null", true],
    ["record.owner == actor", false],
    ["record.ok ? record.name : 'no'", "a"],
    ["steps.mail.clicked", true],
  ])("%s", (source, value) => {
    expect(evaluate(source, record, { steps: { mail: { clicked: true } } })).toEqual({ ok: true, value });
  });

  it("name the fields they read", () => {
    const compiled = compileExpression(
      "record.n > 1 && before['m'] != null && record.owner == actor",
      environment,
    );
    expect(compiled.ok && compiled.value.dependencies).toEqual(["n"]);
  });

  it.each([
    ["record.nme > 1", "unknown_field", { start: 7, end: 10 }],
    ["n > 1", "unknown_name", { start: 0, end: 1 }],
    ["record.n > 'x'", "wrong_type", { start: 0, end: 14 }],
    ["record.n >", "bad_expression", { start: 10, end: 10 }],
    ["record.name.matches('^(a+)+$')", "unsafe_function", { start: 0, end: 30 }],
  ])("refuse %s at its place, in both languages", (source, code, details) => {
    const problem = refusal(source);
    expect(problem).toMatchObject({ code, details });
    expect(problem?.message["zh-CN"]).toContain(`第 ${details.start + 1} 个字符`);
    expect(problem?.message.en).toContain(`At character ${details.start + 1}`);
  });

  it("refuse conditions that are not conditions, deep nesting and long sources", () => {
    expect(refusal("record.n", "bool")?.code).toBe("wrong_type");
    expect(refusal("record.n > 1", "bool")).toBeNull();
    expect(refusal("record.tags.map(a, record.tags.map(b, record.tags.map(c, c)))")?.code).toBe(
      "too_complex",
    );
    expect(refusal(`record.name == "${"x".repeat(4000)}"`)?.code).toBe("too_complex");
    for (const source of ["(".repeat(3000), `${"!".repeat(3900)}true`, "-".repeat(3999), "[".repeat(2000)])
      expect(refusal(source), source.slice(0, 5)).not.toBeNull();
  });

  it.each(["constructor", "__proto__", "this", "globalThis", "process", "Function('1')", "record.__proto__"])(
    "know nothing of %s",
    (source) => {
      expect(refusal(source)).not.toBeNull();
      expect(refusal(`has(record.name) && ${source} == 1`)).not.toBeNull();
    },
  );

  it("fail softly on absent values and on what cannot be computed", () => {
    expect(evaluate("record.n > 1", {})).toMatchObject({ ok: false, problems: [{ code: "no_value" }] });
    expect(evaluate("record.amount.amount > 1", {})).toMatchObject({ problems: [{ code: "no_value" }] });
    expect(evaluate("record.n / 0", record)).toMatchObject({ problems: [{ code: "evaluation_failed" }] });
  });

  it("compute with decimals exactly", () => {
    const cents = fc.integer({ min: -1e9, max: 1e9 }).map((one) => one / 100);
    fc.assert(
      fc.property(cents, cents, (n, m) => {
        const sum = new Decimal(n).plus(m);
        expect(evaluate("record.n + record.m", { n, m })).toEqual({ ok: true, value: sum.toNumber() });
        expect(evaluate("record.n <= record.m", { n, m })).toEqual({ ok: true, value: n <= m });
      }),
      { numRuns: 100 },
    );
  });

  it("never throw, whatever the source", () => {
    const words = fc.constantFrom(
      "record",
      ".n",
      ".name",
      "(",
      ")",
      "==",
      "&&",
      "!",
      "1",
      "'x'",
      "[",
      "]",
      "?",
      ":",
      " ",
      "map",
      ",",
      "null",
      "has",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (parts) => {
        const compiled = compileExpression(parts.join(""), environment);
        if (compiled.ok) compiled.value.evaluate({ record, now: NOW });
        else expect(compiled.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
