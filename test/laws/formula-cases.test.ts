import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileExpression } from "#engine";
import { ExpressionFault, Fuel } from "#engine/rules/fault.ts";
import { environment, evaluate, NOW, record } from "#test/builders/formula.ts";

describe("formula cases", () => {
  it("F01: know nothing of the machine, in every position", () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    for (const word of [
      "constructor",
      "__proto__",
      "this",
      "globalThis",
      "process",
      "require",
      "Function",
      "eval",
    ])
      for (const source of [
        word,
        `${word}()`,
        `record.${word}`,
        `record['${word}']`,
        `record.name.${word}`,
        `'a'.${word}()`,
        `[1].map(${word}, ${word})[0].constructor`,
        `{'${word}': 1}.${word}.${word}`,
        `steps.${word}.${word}`,
        `import('${word}')`,
      ]) {
        const result = evaluate(source);
        expect("value" in result && typeof result.value === "object", source).toBe(false);
      }
    expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before);
  });

  it.each([
    ["parentheses", `${"(".repeat(1999)}1${")".repeat(1999)}`],
    ["5,000 parentheses", `${"(".repeat(5000)}1${")".repeat(5000)}`],
    ["minus signs", `${"-".repeat(3998)}1`],
    ["20,000 minus signs", `${"-".repeat(20_000)}1`],
    ["conditions", `${"true ? 1 : ".repeat(300)}0`],
    ["terms", `1${"+1".repeat(1999)}`],
    ["20,000 terms", `1${"+1".repeat(20_000)}`],
    ["lists", `${"[".repeat(1500)}1${"]".repeat(1500)}`],
  ])("F02: too many %s are refused as too complex, at a place", (_name, source) => {
    expect(evaluate(source)).toMatchObject({ refused: "too_complex" });
  });

  it.each([
    ["replace", `replace(${"replace(".repeat(8)}'aaaaaaaaaa'${", 'a', 'aaaaaaaaaa')".repeat(8)}, 'a', 'aa')`],
    [
      "doubling in lists",
      "['aaaaaaaaaaaaaaaaaaaa'].map(a, [a + a + a].map(b, replace(replace(b, 'a', b), 'a', b)))",
    ],
  ])("F03: %s stops before it takes the memory", (_name, source) => {
    expect(evaluate(source)).toMatchObject({ failed: "too_complex" });
  });

  it("F03: names cannot be bound, so nothing doubles without end", () => {
    expect(evaluate("cel.bind(a, 'x', a + a)")).toMatchObject({ refused: "unsafe_function" });
  });

  it("F04: patterns are not part of the language", () => {
    expect(evaluate("record.name.matches('^(a+)+$')")).toMatchObject({ refused: "unsafe_function" });
  });

  it.each([
    ["1 / 0", "evaluation_failed"],
    ["record.n / 0", "evaluation_failed"],
    ["mod(record.n, 0)", "evaluation_failed"],
    ["9223372036854775807 + 1", "evaluation_failed"],
    ["1.0 / 0.0", "evaluation_failed"],
    ["record.amount + money(1, 'USD')", "currency_mismatch"],
    ["date('2026-02-30')", "evaluation_failed"],
    ["addDays(record.d, 4000000)", "evaluation_failed"],
    ["addDays(record.d, record.n)", "evaluation_failed"],
    ["decimal('x')", "evaluation_failed"],
    ["[1][5] == 1", "evaluation_failed"],
    ["timestamp('nope')", "evaluation_failed"],
  ])("F05: %s fails in words of both languages", (source, code) => {
    const result = evaluate(source);
    expect(result).toMatchObject({ failed: code });
    expect(result.problem?.message["zh-CN"].replace(/^第 \d+ 个字符：/, "")).toMatch(
      /^[^a-z]*(?:CNY|USD)?[^a-z]*(?:T[^a-z]*)?Z?[^a-z]*$/,
    );
  });

  it.each([
    "record.n + 'a'",
    "record.d + 'a'",
    "record.name + record.n",
    "record.amount + 1",
    "record.ok + 1",
    "record.name > 1",
  ])("F05: %s is refused before it is ever computed", (source) => {
    const { refused, problem } = evaluate(source);
    expect(refused).toBe("wrong_type");
    expect(problem?.message["zh-CN"]).not.toMatch(/overload|Types|no such/);
  });

  it("F05: whatever is computed is JSON", () => {
    fc.assert(
      fc.property(
        formula,
        fc.dictionary(fc.constantFrom("n", "m"), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
        (source, values) => {
          const result = evaluate(source, { ...values });
          if ("value" in result) expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("F07: now and today are those of the event", () => {
    expect(evaluate("today", record, "2020-02-28T23:00:00.000Z")).toEqual({ value: "2020-02-29" });
    expect(evaluate("now", record, "2020-02-28T23:00:00.000Z")).toEqual({
      value: "2020-02-28T23:00:00.000Z",
    });
  });

  it("F08: a field that is gone is named, and underlined", () => {
    expect(evaluate("1 + record.gone")).toMatchObject({
      refused: "unknown_field",
      problem: { details: { start: 11, end: 15 } },
    });
  });

  it("F09: 4,000 characters are taken, one more is not; so 1,001 references never fit", () => {
    const padded = (length: number) => `true ${" ".repeat(length - 5)}`;
    expect(evaluate(padded(4000))).toEqual({ value: true });
    expect(evaluate(padded(4001))).toMatchObject({ refused: "too_complex" });
    expect(evaluate("x".repeat(20_000))).toMatchObject({ refused: "too_complex" });
    expect(evaluate(Array.from({ length: 1001 }, () => "record.n").join("+"))).toMatchObject({
      refused: "too_complex",
    });
  });

  it("F10: any text of the grammar's words compiles or is refused at a place, and never crashes", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 18 }), (parts) => {
        const source = parts.join("");
        const compiled = compileExpression(source, environment);
        if (compiled.ok) compiled.value.evaluate({ record, now: NOW });
        for (const { details, message } of compiled.ok ? [] : compiled.problems) {
          expect(Number(details?.["start"])).toBeLessThanOrEqual(source.length);
          expect(message["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
        }
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 5000) },
    );
  });

  it("F10: comments and other scripts in texts are taken", () => {
    expect(evaluate("record.m // 价格 (, ' \n + 1")).toEqual({ value: 8 });
    expect(evaluate("record.tags.map(t, // ) ,\n t + '//x')")).toEqual({ value: ["a//x", "b//x"] });
    expect(evaluate("'数,据' + \"//\"")).toEqual({ value: "数,据//" });
    expect(evaluate("1,5 + 1")).toMatchObject({ refused: "bad_expression" });
  });

  it("F11: days are those of the workspace's zone", () => {
    expect(evaluate("dateOf(record.at) > record.d")).toEqual({ value: true });
  });

  it("F12: 10,000 steps are taken, more are not", () => {
    const steps = (count: number) => `[${Array.from({ length: count }, () => 1).join(",")}].all(a, a == 1)`;
    expect(evaluate(steps(1000))).toEqual({ value: true });
    const fuel = new Fuel();
    fuel.spend(10_000, null);
    expect(() => fuel.spend(1, null)).toThrow(ExpressionFault);
    fuel.refill();
    fuel.spend(1, null);
    const many = { ...record, name: "x".repeat(20_000) };
    expect(evaluate("record.name.split('').all(a, a == 'x')", many)).toMatchObject({ failed: "too_complex" });
    expect(
      evaluate("record.name.split('').map(a, record.name.split('').exists(b, b == a))", many),
    ).toMatchObject({
      failed: "too_complex",
    });
  });

  it("points a failure at its place in the source as written", () => {
    const source = "has(record.n) && record.tags.all(t, t == 'a') && 1 / 0 > 1";
    const { problem } = evaluate(source, { ...record, tags: ["a"] });
    expect(source.slice(Number(problem?.details?.["start"]), Number(problem?.details?.["end"]))).toBe(
      "1 / 0",
    );
  });
});

const words = fc.constantFrom(
  ...[
    "record",
    ".n",
    ".name",
    ".tags",
    "(",
    ")",
    "==",
    "&&",
    "||",
    "!",
    "1",
    "2.5",
    "'x'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "?",
    ":",
    " ",
    ".map(",
    ".all(",
    "t",
    ",",
    "null",
    "has(",
    "-",
    "/",
    "%",
    "today",
    "addDays(",
    "coalesce(",
    "//",
    "\n",
    "中",
    "in",
    "0x",
    "1e9",
    "\\",
    "b'",
    "r'",
    "cel.bind(",
    "steps",
    ".a",
  ],
);

const leaf = fc.constantFrom("record.n", "record.m", "1", "0", "2.5", "decimal('3')", "abs(record.n)");
const formula = fc.letrec<{ sum: string }>((tie) => ({
  sum: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    leaf,
    fc
      .tuple(tie("sum"), fc.constantFrom("+", "-", "*", "/"), tie("sum"))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie("sum"), tie("sum")).map(([a, b]) => `max(${a}, ${b})`),
    fc.tuple(tie("sum"), tie("sum")).map(([a, b]) => `coalesce(decimal(${a}), ${b})`),
  ),
})).sum;
