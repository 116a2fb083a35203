import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { expect, it } from "vitest";
import { recordSchema, validateSchema, type Json, type JsonObject, type ObjectModel } from "#engine";
import { anyJson, valuesOf } from "#test/builders/field-values.ts";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { fieldTypeSamples } from "./samples.generated.ts";

/** Fixed, so that the same 10,000 records are compared on every run. */
const SEED = 20_260_105;
const OBJECTS = 100;
const RECORDS = 100;

const kinds = fieldTypeSamples.flatMap(({ type, samples }) =>
  samples.cases.map((one, at) => ({ type, plainest: at === 0, ...one })),
);

/** Types whose schema cannot say all that `check` does; their READMEs tell what. */
const looser = new Set(["json"]);

interface Made {
  readonly object: ObjectModel;
  readonly schema: object;
  readonly records: readonly JsonObject[];
}

const made: fc.Arbitrary<Made> = fc
  .array(fc.tuple(fc.constantFrom(...kinds), fc.boolean()), { minLength: 1, maxLength: 8 })
  .chain((chosen) => {
    const fields = chosen.map(([{ type, settings }, required], at) =>
      aField(`f${at}`, type.name, { settings: { ...settings }, required }),
    );
    const model = aWorkspaceModel([anObject("thing", fields)]);
    const object = objectOf(model, "thing");
    const { schema } = recordSchema({ model, object });
    const values = Object.fromEntries(chosen.map(([kind], at) => [`f${at}`, valueOf(kind)]));
    const record = fc.record(
      { name: fc.oneof({ weight: 9, arbitrary: fc.constant<Json>("甲") }, anyJson), ...values },
      {
        requiredKeys: [
          "name",
          ...chosen.flatMap(([, required], at) => (required ? [`f${at}` as "name"] : [])),
        ],
      },
    );
    const spoiled = fc
      .tuple(
        record,
        fc.option(fc.constantFrom("other", "id", "constructor", "f0"), { nil: undefined, freq: 9 }),
      )
      .map(([one, name]) => spoil({ ...one } as JsonObject, name));
    return fc
      .array(spoiled, { minLength: RECORDS, maxLength: RECORDS })
      .map((records) => ({ object, schema, records }));
  });

/** Without the property, or with it when the record has none of that name. */
function spoil(record: JsonObject, name: string | undefined): JsonObject {
  if (name === undefined) return record;
  const others = Object.entries(record).filter(([key]) => key !== name);
  return Object.hasOwn(record, name) ? Object.fromEntries(others) : { ...record, [name]: 1 };
}

/** Mostly right values, some known to be wrong, some null, some anything. */
function valueOf({ type, plainest, good, bad }: (typeof kinds)[number]): fc.Arbitrary<Json> {
  return fc.oneof(
    ...(good.length > 0 ? [{ weight: 60, arbitrary: valuesOf(type, plainest, good) }] : []),
    ...(bad.length > 0 ? [{ weight: 1, arbitrary: fc.constantFrom(...bad) }] : []),
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: anyJson },
  );
}

/** What the server's write says of the values alone, without the schema. */
function isTaken(object: ObjectModel, record: JsonObject): boolean {
  if (Object.keys(record).some((name) => !object.byName.has(name))) return false;
  return object.fields.every(({ apiName, definition, type, settings }) => {
    const value = Object.hasOwn(record, apiName) ? record[apiName] : undefined;
    if (value === undefined) return definition.required !== true || type.computed !== undefined;
    if (value === null) return definition.required !== true || type.computed !== undefined;
    return type.check(value, settings).length === 0;
  });
}

it("browser's and server's validators agree on 10,000 generated records", () => {
  const counts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(made, ({ object, schema, records }) => {
      const ajv = new Ajv2020({ strict: false, allErrors: false });
      (addFormats as unknown as (target: Ajv2020) => void)(ajv);
      const server = ajv.compile(schema);
      const isLooser = object.fields.some(({ type }) => looser.has(type.name));
      const differing = records.filter((record) => {
        const accepted = server(record);
        counts[accepted ? "taken" : "refused"] += 1;
        const checked = isTaken(object, record);
        const agrees = isLooser ? accepted || !checked : checked === accepted;
        return !agrees || (validateSchema(schema as never, record).length === 0) !== accepted;
      });
      expect(differing).toEqual([]);
    }),
    { numRuns: OBJECTS, seed: SEED },
  );
  expect(counts.taken + counts.refused).toBe(OBJECTS * RECORDS);
  expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(1500);
}, 120_000);
