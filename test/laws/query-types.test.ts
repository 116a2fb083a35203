import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  matchesFilter,
  pageReader,
  planQuery,
  type Filter,
  type FieldType,
  type Json,
  type ObjectModel,
  type Operator,
  type SortKey,
  type StoredRecord,
} from "#engine";
import { resolveFilter } from "#engine/query/resolve-filter.ts";
import { carryOut } from "#test/builders/carry-out.ts";
import { valuesOf as randomValues } from "#test/builders/field-values.ts";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { aRecord } from "#test/builders/record.ts";
import { fieldTypeSamples } from "./samples.generated.ts";

const moment = { now: "2025-03-15T04:00:00.000Z", timeZone: "Asia/Shanghai" };
const context = { ...moment, locale: "zh-CN" as const };

/** Types whose values a person enters, with their plainest samples. */
const entered = fieldTypeSamples.flatMap(({ type, samples }) => {
  const first = samples.cases[0];
  if (!first || type.computed || first.good.length === 0) return [];
  return [{ name: type.name, type, settings: first.settings, good: first.good }];
});

function modelOf(type: FieldType, settings: object): ObjectModel {
  const field = aField("value", type.name, {
    settings: { ...settings },
    ...(type.index ? { indexed: true } : {}),
  });
  return objectOf(aWorkspaceModel([anObject("thing", [field])]), "thing");
}

function operandsOf(op: Operator, value: fc.Arbitrary<Json>): fc.Arbitrary<Json | undefined> {
  if (op === "isEmpty" || op === "isNotEmpty") return fc.constant(undefined);
  if (op === "in" || op === "notIn") return fc.array(value, { maxLength: 3 });
  if (op === "between") return fc.tuple(value, value).map((pair) => [...pair]);
  if (op !== "contains" && op !== "startsWith") return value;
  const words = value.filter((one) => !Array.isArray(one) || one.length > 0);
  return words.map((one) => {
    if (Array.isArray(one)) return (one as Json[])[0] ?? null;
    return typeof one === "string" ? one.slice(0, op === "startsWith" ? 2 : 60) : "a";
  });
}

function recordsOf(object: ObjectModel, value: fc.Arbitrary<Json>): fc.Arbitrary<readonly StoredRecord[]> {
  const field = object.byName.get("value");
  if (!field) throw new Error("the object has no field value");
  const stored = value.map((one) => {
    if (field.type.isBlank?.(one)) return undefined;
    return field.type.storage.encode(field.type.normalize?.(one, field.settings, context) ?? one);
  });
  return fc.array(fc.option(stored, { nil: undefined, freq: 5 }), { maxLength: 25 }).map((all) =>
    all.map((one, at) =>
      aRecord(object, {
        id: `01J${String(at).padStart(23, "0")}`,
        createdAt: new Date(Date.UTC(2025, 0, 1, 0, 0, at)).toISOString(),
        values: one === undefined ? {} : { [field.id]: one },
      }),
    ),
  );
}

/** What the plan brings back is what a look at every record brings, in the same order. */
function agree(
  object: ObjectModel,
  records: readonly StoredRecord[],
  asked: { filter: Filter; sort: readonly SortKey[] },
) {
  const { filter, sort } = asked;
  const resolved = resolveFilter(object, filter, moment);
  if (!resolved.ok) throw new Error(JSON.stringify([filter, resolved.problems]));
  const planned = planQuery({
    object,
    filter,
    sort,
    limit: 50,
    columns: [],
    scope: { kind: "all" },
    ...moment,
  });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  const expected = records
    .filter((one) => matchesFilter(object, resolved.value, one))
    .sort(pageReader(object, sort).compare)
    .map((one) => one.id);
  expect(carryOut(object, planned.value, records)).toEqual(expected);
}

describe.each(entered)("plan ≡ match for $name", ({ type, settings, good }) => {
  const object = modelOf(type, settings);
  const model = object.byName.get("value");
  const value = randomValues(type, true, good).filter(
    (one) => model !== undefined && type.check(one, model.settings).length === 0,
  );
  const sorts: fc.Arbitrary<readonly SortKey[]> = type.index
    ? fc.constantFrom([], [{ field: "value", direction: "asc" }], [{ field: "value", direction: "desc" }])
    : fc.constant([]);

  it.each(type.operators.map((op) => ({ op })))("$op", ({ op }) => {
    const filter = operandsOf(op, value).map((operand): Filter =>
      operand === undefined ? { field: "value", op } : { field: "value", op, value: operand },
    );
    fc.assert(
      fc.property(recordsOf(object, value), filter, sorts, (records, one, sort) => {
        agree(object, records, { filter: one, sort });
        agree(object, records, { filter: { not: one }, sort });
      }),
      { numRuns: 60 },
    );
  });
});
