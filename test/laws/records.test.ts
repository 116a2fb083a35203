import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileWorkspace,
  decideDelete,
  decideRestore,
  decideWrite,
  presentRecord,
  recordSchema,
  success,
  validateSchema,
  writeNeeds,
  type Json,
  type JsonObject,
  type ObjectModel,
  type StoredRecord,
  type WriteRequest,
} from "#engine";
import { fieldTypeSamples } from "./samples.generated.ts";

const label = { "zh-CN": "字段", en: "Field" };
const NOW = "2026-01-05T08:00:00.000Z";

/** One object with a field of every type, settings and values from the samples. */
const fields = fieldTypeSamples.map(({ type, samples }, at) => ({
  id: `f${at}`,
  apiName: `${type.name.toLowerCase()}_field`,
  type: type.name,
  label: { "zh-CN": type.label["zh-CN"], en: type.label.en },
  settings: samples.cases[0]?.settings ?? {},
}));
const stageOptions = ["open", "won"].map((value) => ({ value, label: { "zh-CN": value, en: value } }));

const object = {
  id: "o1",
  apiName: "everything",
  label,
  pluralLabel: label,
  nameField: "name",
  fields: [
    { id: "name", apiName: "name", type: "text", label: { "zh-CN": "名称", en: "Name" }, required: true },
    { id: "code", apiName: "code", type: "text", label, unique: true },
    {
      id: "stage",
      apiName: "stage",
      type: "select",
      label,
      settings: { options: stageOptions },
      default: '"open"',
    },
    { id: "cost", apiName: "cost", type: "number", label: { "zh-CN": "费用", en: "Cost" } },
    ...fields,
  ],
};
const pipeline = {
  id: "p1",
  apiName: "stages",
  label,
  object: "everything",
  stageField: "stage",
  stages: [
    { option: "open", probability: 10, category: "open" },
    { option: "won", probability: 100, category: "won", requiredFields: ["cost"] },
  ],
};
const rule = {
  id: "r1",
  apiName: "cost_positive",
  label,
  object: "everything",
  must: "record.cost > 0",
  message: { "zh-CN": "费用须大于零。", en: "Cost must be above zero." },
  fields: ["cost"],
};

const model = compileWorkspace({
  settings: { id: "acme", name: "Acme", timeZone: "Asia/Shanghai", locale: "zh-CN", currency: "CNY" },
  version: 1,
  documents: [
    { kind: "object", id: "o1", apiName: "everything", body: object },
    { kind: "pipeline", id: "p1", apiName: "stages", body: pipeline },
    { kind: "rule", id: "r1", apiName: "cost_positive", body: rule },
  ],
  indexes: {},
});
const everything = model.objects.get("everything") as ObjectModel;

const actor = { kind: "user", id: "u1" } as const;
const base = {
  model,
  object: everything,
  access: null,
  now: NOW,
  id: "R1",
  numbers: {},
  related: [],
  causation: { command: "c", correlation: "c", depth: 0, path: [], actor },
};

/** Grants everything but what is named. */
function accessWith(levels: Readonly<Record<string, "none" | "read">>, sees = true) {
  return {
    create: true,
    read: true,
    update: true,
    delete: true,
    field: (name: string) => levels[name] ?? ("write" as const),
    seesRecord: () => sees,
  };
}

function create(values: JsonObject, more: Partial<WriteRequest> = {}) {
  const { references } = writeNeeds({ object: everything, values, kind: "create" });
  const related = references.map(({ ref }) => ({ ref, visible: true }));
  return decideWrite({
    ...base,
    kind: "create",
    current: null,
    expectedVersion: null,
    values,
    related,
    ...more,
  });
}

function update(current: StoredRecord, values: JsonObject, more: Partial<WriteRequest> = {}) {
  return decideWrite({ ...base, kind: "update", current, expectedVersion: current.version, values, ...more });
}

function recordOf(values: JsonObject): StoredRecord {
  const made = create(values);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value.record;
}

function codes(result: { ok: boolean; problems?: readonly { pointer: string; code: string }[] }) {
  return (result.problems ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

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

  it("with unknown, dangerous or computed properties are refused and pollute nothing", () => {
    const values = JSON.parse(
      '{"name":"n","__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"zz":1}',
    ) as JsonObject;
    expect(codes(create({ ...values, autonumber_field: "1", ["__proto__x"]: 1 })).sort()).toContain(
      "/values/zz unknown_property",
    );
    expect(codes(create(values))).toContain("/values/__proto__ unknown_property");
    expect(codes(create({ name: "n", autonumber_field: "D-1" }))).toEqual([
      "/values/autonumber_field read_only",
    ]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("say what is missing in words of the field", () => {
    const made = create({});
    expect(made.ok ? [] : made.problems.map((one) => one.message["zh-CN"])).toEqual(["请填写名称。"]);
    expect(codes(create({ name: "   " }))).toEqual(["/values/name required"]);
  });

  it("give defaults and numbers at creation only", () => {
    const id = everything.byName.get("autonumber_field")?.id ?? "";
    const { sequences } = writeNeeds({ object: everything, values: {}, kind: "create" });
    expect(sequences).toEqual([id]);
    const made = create({ name: "n" }, { numbers: { [id]: 42 } });
    expect(made.ok && made.value.record.values[id]).toBe("D-00042");
    expect(made.ok && made.value.record.values["stage"]).toBe("open");
    const cleared = made.ok ? update(made.value.record, { stage: null }) : made;
    expect(cleared.ok && "stage" in cleared.value.record.values).toBe(false);
  });

  it("demand what a stage needs when it is entered, and when it is taken away there", () => {
    const record = recordOf({ name: "n" });
    expect(codes(update(record, { stage: "won" }))).toEqual(["/values/cost required_in_stage"]);
    const won = update(record, { stage: "won", cost: 5 });
    expect(won.ok && codes(update(won.value.record, { cost: null }))).toEqual([
      "/values/cost required_in_stage",
    ]);
  });

  it("obey rules; a rule over an absent value does not apply", () => {
    expect(codes(create({ name: "n", cost: -1 }))).toEqual(["/values/cost rule"]);
    expect(create({ name: "n" }).ok).toBe(true);
    expect(create({ name: "n", cost: 1 }).ok).toBe(true);
  });

  it("claim and release unique texts", () => {
    const record = recordOf({ name: "n", code: "Ab" });
    const moved = update(record, { code: "Cd" });
    expect(moved.ok && [moved.value.claims, moved.value.releases].flat().map((one) => one.key)).toEqual([
      "cd",
      "ab",
    ]);
    const removed = decideDelete({ ...base, current: record, expectedVersion: 1 });
    expect(removed.ok && removed.value.releases.map((one) => one.key)).toEqual(["ab"]);
    const back = removed.ok ? decideRestore({ ...base, deleted: removed.value.record }) : removed;
    expect(back.ok && back.value.claims.map((one) => one.key)).toEqual(["ab"]);
  });

  it("refuse a reference that is absent, and one that is hidden, with the same text", () => {
    const values = { name: "n", relation_field: "A1" };
    const ref = { object: "account", id: "A1" };
    const absent = create(values, { related: [] });
    const hidden = create(values, { related: [{ ref, visible: false }] });
    expect(codes(absent)).toEqual(["/values/relation_field invalid_reference"]);
    expect(hidden).toEqual(absent);
    expect(create(values).ok && create(values)).toMatchObject({ value: { guards: [ref] } });
  });

  it("are refused whole when they are too large", () => {
    const text = "长".repeat(40);
    expect(codes(create({ name: "n", longtext_field: `${text}长` }))).toEqual([
      "/values/longtext_field too_long",
    ]);
  });
});

describe("access", () => {
  it("makes hidden fields unknown and read-only ones forbidden", () => {
    const access = accessWith({ cost: "none", code: "read" });
    expect(codes(create({ name: "n", cost: 1 }, { access }))).toEqual(["/values/cost unknown_property"]);
    const refused = create({ name: "n", code: "x" }, { access });
    expect(refused.ok ? null : refused.problems[0]?.kind).toBe("forbidden");
    const shown = presentRecord(everything, recordOf({ name: "n", cost: 3 }), access);
    expect("cost" in shown.values).toBe(false);
    const { schema } = recordSchema({ model, object: everything, access });
    expect(Object.keys(schema["properties"] as object)).not.toContain("cost");
  });

  it("lets nobody change what he does not see", () => {
    const record = recordOf({ name: "n" });
    const blind = update(record, { name: "m" }, { access: accessWith({}, false) });
    expect(blind.ok ? null : blind.problems.map((one) => one.kind)).toEqual(["notFound"]);
    expect(update(record, { name: "m" }, { expectedVersion: 7 })).toMatchObject({
      problems: [{ kind: "stale" }],
    });
    expect(update(record, { name: "m" }, { expectedVersion: null })).toMatchObject({
      value: { expectedVersion: 1 },
    });
  });

  it("checks a new owner", () => {
    const owner = "u2";
    const related = [{ ref: { object: "user", id: "u2" }, visible: true }];
    expect(codes(create({ name: "n" }, { owner, related: [] }))).toEqual(["/owner invalid_reference"]);
    expect(create({ name: "n" }, { owner, related })).toMatchObject(success({ record: { owner } }));
    const access = accessWith({}, false);
    expect(codes(create({ name: "n" }, { owner, related, access }))).toEqual(["/owner owner_forbidden"]);
  });
});
