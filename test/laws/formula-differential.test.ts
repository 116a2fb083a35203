import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileFormula,
  compileWorkspace,
  decideWrite,
  environmentOf,
  stepsFrom,
  valueOf,
  type Json,
  type JsonObject,
  type MetadataDocument,
  type WorkspaceModel,
} from "#engine";
import { aField, anObject } from "#test/builders/model.ts";
import { aCausation, aRecord } from "#test/builders/record.ts";

/** Random expressions compared; `FUZZ_RUNS=100000` for a long look. */
const EXPRESSIONS = Number(process.env["FUZZ_RUNS"] ?? 2000);
/** Expressions of one workspace: half of them formulas, half rules. */
const BATCH = 24;
const NOW = "2026-01-05T20:00:00.000Z";
const TWIN = "01J00000000000000000000TWN";

Decimal.set({ precision: 200 });

/** A record's values, and those of the record it refers to. */
interface Facts {
  readonly n: number;
  readonly m: number;
  readonly name: string;
  readonly ok: boolean;
}
interface World {
  readonly own: Facts;
  readonly twin: Facts;
}
/** An expression as text, and what it comes to by a reckoning of its own. */
interface Made<Value> {
  readonly source: string;
  of(world: World): Value;
}

const facts = fc.record({
  n: fc.integer({ min: -9999, max: 9999 }).map((one) => one / 100),
  m: fc.integer({ min: -99, max: 99 }),
  name: fc.constantFrom("a", "ab", "贸易", "B"),
  ok: fc.boolean(),
});
const worlds = fc.record({ own: facts, twin: facts });

const leaf = <Value>(source: string, of: (world: World) => Value): Made<Value> => ({ source, of });
const two = <In, Out>(
  operator: string,
  [a, b]: readonly [Made<In>, Made<In>],
  work: (a: In, b: In) => Out,
): Made<Out> => ({
  source: `(${a.source} ${operator} ${b.source})`,
  of: (world) => work(a.of(world), b.of(world)),
});
const choose = <Value>(test: Made<boolean>, yes: Made<Value>, no: Made<Value>): Made<Value> => ({
  source: `(${test.source} ? ${yes.source} : ${no.source})`,
  of: (world) => (test.of(world) ? yes.of(world) : no.of(world)),
});

/** Products are of these alone, so that every result has fewer digits than a number of JSON holds. */
const numberLeaf = fc.constantFrom(
  leaf("record.n", ({ own }) => new Decimal(own.n)),
  leaf("record.m", ({ own }) => new Decimal(own.m)),
  leaf("record.twin.n", ({ twin }) => new Decimal(twin.n)),
  leaf('decimal("0.1")', () => new Decimal("0.1")),
  leaf('decimal("-3")', () => new Decimal(-3)),
);
const { number, truth } = fc.letrec((tie) => {
  const number = tie("number") as fc.Arbitrary<Made<Decimal>>;
  const truth = tie("truth") as fc.Arbitrary<Made<boolean>>;
  const text = tie("text") as fc.Arbitrary<Made<string>>;
  const pair = <Value>(of: fc.Arbitrary<Made<Value>>) => fc.tuple(of, of);
  return {
    number: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      numberLeaf,
      pair(number).map((of) => two("+", of, (a, b) => a.plus(b))),
      pair(number).map((of) => two("-", of, (a, b) => a.minus(b))),
      pair(numberLeaf).map((of) => two("*", of, (a, b) => a.times(b))),
      fc.tuple(truth, number, number).map(([test, yes, no]) => choose(test, yes, no)),
    ),
    truth: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(
        leaf("record.ok", ({ own }) => own.ok),
        leaf("record.twin.ok", ({ twin }) => twin.ok),
        leaf("true", () => true),
      ),
      truth.map((one) => ({ source: `!${one.source}`, of: (world: World) => !one.of(world) })),
      pair(truth).map((of) => two("&&", of, (a, b) => a && b)),
      pair(truth).map((of) => two("||", of, (a, b) => a || b)),
      pair(number).map((of) => two("<", of, (a, b) => a.lessThan(b))),
      pair(number).map((of) => two(">=", of, (a, b) => a.greaterThanOrEqualTo(b))),
      pair(number).map((of) => two("==", of, (a, b) => a.equals(b))),
      pair(text).map((of) => two("==", of, (a, b) => a === b)),
      pair(text).map((of) => two("!=", of, (a, b) => a !== b)),
    ),
    text: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(
        leaf("record.name", ({ own }) => own.name),
        leaf("record.twin.name", ({ twin }) => twin.name),
        leaf("'贸'", () => "贸"),
      ),
      pair(text).map((of) => two("+", of, (a, b) => a + b)),
      fc.tuple(truth, text, text).map(([test, yes, no]) => choose(test, yes, no)),
    ),
  };
});

const batches = fc.record({
  world: worlds,
  numbers: fc.array(number, { minLength: BATCH / 2, maxLength: BATCH / 2 }),
  truths: fc.array(truth, { minLength: BATCH / 2, maxLength: BATCH / 2 }),
});

describe("F06: one expression, one result", () => {
  it("as a formula, a rule and a try in the editor, through relations too, and by a reckoning of its own", () => {
    fc.assert(
      fc.property(batches, ({ world, numbers, truths }) => {
        const [taken, trueOnes] = [numbers.filter(isShort), truths.filter(isShort)];
        const model = workspaceOf(taken, trueOnes);
        const expected = {
          // Zero has no sign in JSON.
          numbers: taken.map((one) => one.of(world).toNumber() + 0),
          truths: trueOnes.map((one) => one.of(world)),
        };
        expect(tried(model, world, [...taken, ...trueOnes])).toEqual([
          ...expected.numbers,
          ...expected.truths,
        ]);
        expect(written(model, world, { formulas: taken.length, rules: trueOnes.length })).toEqual(expected);
      }),
      { numRuns: Math.ceil(EXPRESSIONS / BATCH) },
    );
  });
});

/** What is longer than the limit is refused, which is another law. */
function isShort({ source }: Made<unknown>): boolean {
  return source.length <= 3000;
}

const settings = { id: "w", name: "W", timeZone: "Asia/Shanghai", locale: "en", currency: "CNY" } as const;

function workspaceOf(numbers: readonly Made<Decimal>[], truths: readonly Made<boolean>[]): WorkspaceModel {
  const thing = anObject("thing", [
    ...[aField("n", "number"), aField("m", "number"), aField("ok", "checkbox")],
    aField("twin", "relation", { settings: { target: "thing" } }),
    ...numbers.map(({ source }, at) =>
      aField(`f${at}`, "formula", { settings: { expression: source, result: "number" } }),
    ),
  ]);
  const label = { "zh-CN": "甲", en: "A" };
  const rules = truths.map(({ source }, at): MetadataDocument => ({
    ...{ kind: "rule", id: `r${at}`, apiName: `r${at}` },
    body: { apiName: `r${at}`, label, object: "thing", must: source, message: label },
  }));
  const documents = [{ kind: "object", id: "o1", apiName: "thing", body: thing }, ...rules];
  return compileWorkspace({ settings, version: 1, documents, indexes: {} });
}

function reached({ twin }: World): JsonObject {
  return { "twin.n": twin.n, "twin.name": twin.name, "twin.ok": twin.ok };
}

/** As the editor tries it on a record. */
function tried(model: WorkspaceModel, world: World, all: readonly Made<unknown>[]): readonly Json[] {
  const object = objectOf(model);
  const steps = stepsFrom(object, model.objects);
  return all.map(({ source }) => {
    const compiled = compileFormula(source, environmentOf(object, settings), { steps });
    if (!compiled.ok) throw new Error(`${source}: ${JSON.stringify(compiled.problems)}`);
    const record = { ...world.own, twin: TWIN };
    const result = compiled.value.evaluate({ record, related: reached(world), now: NOW });
    if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.problems)}`);
    return result.value;
  });
}

/** As writing the record computes it: formulas by their values, rules by whether they refuse. */
function written(
  model: WorkspaceModel,
  world: World,
  counts: { readonly formulas: number; readonly rules: number },
) {
  const object = objectOf(model);
  const twin = aRecord(object, { id: TWIN });
  const request = {
    ...({ model, kind: "create", access: null, current: null, expectedVersion: null } as const),
    ...{ causation: aCausation, now: NOW, id: "01J0000000000000000000THNG", numbers: {} },
    values: { ...world.own, twin: TWIN },
    related: [{ ref: { object: "thing", id: TWIN }, visible: true, record: twin }],
    reached: reached(world),
  };
  const judged = decideWrite({ ...request, object });
  const broken = new Set(judged.ok ? [] : judged.problems.map((one) => one.details?.["rule"]));
  const lenient = { ...object, rules: [] };
  const made = decideWrite({ ...request, object: lenient });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { values } = made.value.record;
  return {
    numbers: Array.from({ length: counts.formulas }, (_, at) => {
      const field = object.byName.get(`f${at}`);
      return field ? valueOf(field, values) : "no such field";
    }),
    truths: Array.from({ length: counts.rules }, (_, at) => !broken.has(`r${at}`)),
  };
}

function objectOf(model: WorkspaceModel) {
  const object = model.objects.get("thing");
  if (!object) throw new Error("no such object");
  return object;
}
