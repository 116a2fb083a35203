import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presentRecord, recordSchema, validateSchema, type Json, type JsonObject } from "#engine";
import { codes, create, everything, model, recordOf, update } from "#test/builders/record-of-every-type.ts";
import { fieldTypeSamples } from "./samples.generated.ts";

const writable = fieldTypeSamples.filter(({ type }) => !type.computed);
const anyValues = fc.record(
  {
    name: fc.constantFrom<Json>("n", "", null, 5),
    cost: fc.constantFrom<Json>(1, -1, null, "x"),
    stage: fc.constantFrom<Json>("open", "won", "lost", null),
    ...Object.fromEntries(
      writable.map(({ type, samples }) => [
        `${type.name.toLowerCase()}_field`,
        fc.constantFrom<Json>(null, ...(samples.cases[0]?.good ?? []), ...(samples.cases[0]?.bad ?? [])),
      ]),
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;
/** Values of the others are taken only together with what an operation brings: a cipher, uploaded files. */
const selfContained = writable.filter(({ type }) => !type.sealed && !type.files);
const goodValues = fc.record(
  Object.fromEntries(
    selfContained.map(({ type, samples }) => [
      `${type.name.toLowerCase()}_field`,
      fc.constantFrom<Json>(null, ...(samples.cases[0]?.good ?? [])),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

describe("writes", () => {
  it("that are accepted satisfy the record's schema, as sent and as stored", () => {
    const { schema } = recordSchema({ model, object: everything });
    fc.assert(
      fc.property(
        fc.oneof(
          anyValues,
          goodValues.map((one) => ({ name: "n", ...one })),
        ),
        (values) => {
          const made = create(values);
          if (!made.ok) return;
          expect(validateSchema(schema, values)).toEqual([]);
          const { values: shown } = presentRecord(everything, made.value.record, null);
          expect(validateSchema(schema, shown)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("of values that are good by themselves are accepted", () => {
    fc.assert(
      fc.property(goodValues, (values) => {
        expect(codes(create({ name: "n", ...values }))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("sent back as read change nothing", () => {
    fc.assert(
      fc.property(goodValues, (values) => {
        const record = recordOf({ name: "n", ...values });
        const { values: shown } = presentRecord(everything, record, null);
        const sent = Object.fromEntries(
          Object.entries(shown).filter(([name]) => !everything.byName.get(name)?.type.computed),
        );
        const again = update(record, sent);
        expect(again.ok && again.value.changed).toEqual([]);
        expect(again.ok && again.value.record).toBe(record);
      }),
      { numRuns: 100 },
    );
  });
});
