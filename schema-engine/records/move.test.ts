import { describe, expect, it } from "vitest";
import {
  automaticMoves,
  decideWrite,
  objectAccess,
  offeredMoves,
  pipelineOf,
  systemAccess,
  type JsonObject,
  type PipelineDefinition,
  type StoredRecord,
  type TransitionUse,
} from "#engine";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { aCausation, aRecord, valuesOf } from "#test/builders/record.ts";

const label = (text: string) => ({ "zh-CN": text, en: text });
const choice = (value: string) => ({ value, label: label(value) });
const stages = ["new", "talk", "offer", "won", "lost"];
const fields = [
  aField("stage", "select", { settings: { options: [...stages, "other"].map(choice) } }),
  aField("kind", "select", { settings: { options: ["a", "b"].map(choice) } }),
  aField("amount", "number"),
  aField("why"),
  aField("note"),
];
const stageList = stages.map((option) => ({
  option,
  probability: 50,
  category: option === "won" ? ("won" as const) : option === "lost" ? ("lost" as const) : ("open" as const),
  ...(option === "talk" ? { agingDays: 3 } : {}),
}));

const base: PipelineDefinition = {
  apiName: "main",
  label: label("Main"),
  object: "deal",
  stageField: "stage",
  stages: stageList,
  lossReasonField: "why",
  transitions: [
    { apiName: "begin", label: label("Begin"), from: ["new"], to: "talk" },
    {
      apiName: "propose",
      label: label("Propose"),
      from: ["talk"],
      to: "offer",
      roles: ["closer"],
      condition: "record.amount > 10.0",
      requiredFields: ["note"],
      checklist: [
        { apiName: "checked", label: label("Checked") },
        { apiName: "optional", label: label("Optional"), required: false },
      ],
      set: { note: 'record.note + "!"' },
    },
    { apiName: "give_up", label: label("Give up"), to: "lost", ownerOnly: true },
    { apiName: "sleep", label: label("Sleep"), from: ["talk"], to: "lost", automaticAfter: "P2D" },
  ],
};

function world(pipeline: Partial<PipelineDefinition> = {}, others: readonly PipelineDefinition[] = []) {
  const recordTypes =
    others.length > 0 ? { recordTypeField: "kind", recordTypes: [{ option: "b", pipeline: "second" }] } : {};
  const model = aWorkspaceModel([anObject("deal", fields, recordTypes)], {
    pipelines: [{ ...base, ...pipeline }, ...others],
  });
  const object = objectOf(model, "deal");
  const record = (values: JsonObject, more: Partial<StoredRecord> = {}): StoredRecord =>
    aRecord(object, { id: "r1", values: valuesOf(object, { name: "n", ...values }), ...more });
  const now = "2026-03-01T00:00:00.000Z";
  const common = { model, object, causation: aCausation, now, id: "r1", numbers: {}, related: [] };
  const person = objectAccess(systemAccess, "deal");
  return {
    object,
    record,
    now,
    person,
    change: (current: StoredRecord, values: JsonObject, by: By = {}) =>
      decideWrite({
        ...{ ...common, kind: "update", access: person, current, expectedVersion: 1, values, roles: [] },
        ...by,
      }),
    make: (values: JsonObject) =>
      decideWrite({
        ...common,
        kind: "create",
        access: person,
        current: null,
        expectedVersion: null,
        values: { name: "n", ...values },
      }),
    offers: (current: StoredRecord, roles: string[] = []) =>
      offeredMoves({ object, access: person, causation: aCausation, now, roles }, current),
  };
}

const codes = (result: ReturnType<typeof decideWrite>) =>
  result.ok ? [] : result.problems.map((one) => one.code);
/** The transition that is named, and who takes it. */
interface By {
  readonly transition?: TransitionUse;
  readonly roles?: string[];
}

const use = (name: string, checklist: Record<string, boolean> = {}, comment?: string): By => ({
  transition: { name, checklist, ...(comment === undefined ? {} : { comment }) },
});
const closer = { roles: ["closer"] };

describe("a record in a pipeline", () => {
  const { make, change, record, object, now } = world();
  const stageId = object.byName.get("stage")?.id ?? "";

  it("starts in the first stage unless one is given, and since then", () => {
    const made = make({});
    expect(made.ok && made.value.record.values[stageId]).toBe("new");
    expect(made.ok && made.value.record.stageEnteredAt).toBe(now);
    const given = make({ stage: "talk" });
    expect(given.ok && given.value.record.values[stageId]).toBe("talk");
  });

  it("keeps since when it is in its stage while other values change", () => {
    const entered = record({ stage: "talk" }, { stageEnteredAt: "2026-02-01T00:00:00.000Z" });
    const changed = change(entered, { note: "x" });
    expect(changed.ok && changed.value.record.stageEnteredAt).toBe("2026-02-01T00:00:00.000Z");
  });

  it("cannot be in a stage of no pipeline of its own", () => {
    expect(codes(make({ stage: "other" }))).toEqual(["stage_not_in_pipeline"]);
    expect(codes(change(record({ stage: "new" }), { stage: "other" }))).toEqual(["stage_not_in_pipeline"]);
  });

  it("says why when it is lost", () => {
    expect(codes(make({ stage: "lost" }))).toEqual(["loss_reason_required"]);
    expect(codes(change(record({ stage: "talk", owner: "u1" }), { stage: "lost", why: "price" }))).toEqual(
      [],
    );
    expect(codes(change(record({ stage: "talk" }), { stage: "lost" }))).toEqual(["loss_reason_required"]);
    expect(codes(change(record({ stage: "lost" }), { note: "later" }))).toEqual([]);
  });
});

describe("a transition", () => {
  const { change, record, offers } = world();
  const ready = record({ stage: "talk", amount: 20 });

  it("takes the record through its gates, sets values and is remembered", () => {
    const moved = change(ready, { note: "a" }, { ...use("propose", { checked: true }, "well"), ...closer });
    expect(moved).toMatchObject({ ok: true });
    if (!moved.ok) return;
    expect(moved.value.record.values).toMatchObject({ f_stage: "offer", f_note: "a!" });
    expect(moved.value.causation.move).toEqual({
      ...{ transition: "propose", label: label("Propose"), from: "talk", to: "offer" },
      ...{ checklist: ["checked"], comment: "well" },
    });
  });

  it("is closed by role, condition, missing value and checklist, all said together", () => {
    const poor = record({ stage: "talk", amount: 5 });
    expect(codes(change(poor, {}, use("propose")))).toEqual([
      ...["transition_not_allowed", "transition_condition"],
      ...["required_in_transition", "checklist_incomplete"],
    ]);
    expect(
      codes(
        change(record({ stage: "talk" }), { note: "a" }, { ...use("propose", { checked: true }), ...closer }),
      ),
    ).toEqual(["transition_condition"]);
    expect(
      codes(change(ready, { note: "a" }, { ...use("propose", { checked: true, odd: true }), ...closer })),
    ).toEqual(["unknown_property"]);
  });

  it("is refused by another name, from another stage, to another stage than sent", () => {
    expect(codes(change(ready, {}, use("nothing")))).toEqual(["unknown_transition"]);
    expect(codes(change(ready, {}, use("begin")))).toEqual(["transition_not_allowed"]);
    expect(codes(change(record({ stage: "new" }), { stage: "won" }, use("begin")))).toEqual([
      "transition_not_allowed",
    ]);
  });

  it("for the owner is for nobody else", () => {
    const foreign = record({ stage: "won", why: "x" }, { owner: "u2" });
    expect(codes(change(foreign, {}, use("give_up")))).toEqual(["transition_not_allowed"]);
    expect(codes(change(record({ stage: "won" }), { why: "x" }, use("give_up")))).toEqual([]);
  });

  it("guards plain changes between its stages; others are free", () => {
    expect(codes(change(ready, { stage: "offer", note: "a" }))).toEqual([
      "transition_not_allowed",
      "checklist_incomplete",
    ]);
    expect(codes(change(ready, { stage: "won" }))).toEqual([]);
    const begun = change(record({ stage: "new" }), { stage: "talk" });
    expect(begun.ok && begun.value.causation.move?.transition).toBe("begin");
  });

  it("is offered with what it needs and why it is closed", () => {
    const offered = offers(ready);
    expect(offered?.moves.map((one) => [one.name, one.open, one.requiredFields])).toEqual([
      ["propose", false, ["note"]],
      ["give_up", true, ["why"]],
      ["sleep", true, ["why"]],
    ]);
    expect(offered?.moves[0]?.reasons.map((one) => one.code)).toEqual(["transition_not_allowed"]);
    expect(offered?.free).toEqual(["new", "won"]);
    expect(offers(ready, ["closer"])?.moves[0]?.open).toBe(true);
  });

  it("that happens by itself is due some time after the stage was entered", () => {
    const { object } = world();
    const entered = record({ stage: "talk" }, { stageEnteredAt: "2026-02-01T08:00:00.000Z" });
    const pipeline = pipelineOf(object, entered.values);
    expect(pipeline && automaticMoves(pipeline, entered).map((one) => one.at)).toEqual([
      "2026-02-03T08:00:00.000Z",
    ]);
    expect(pipeline && automaticMoves(pipeline, record({ stage: "talk" }))).toEqual([]);
  });
});

describe("a strict pipeline", () => {
  const { change, record, make, offers } = world({ strict: true });

  it("refuses every change of stage that names no transition, and says which there are", () => {
    const refused = change(record({ stage: "new" }), { stage: "talk" });
    expect(codes(refused)).toEqual(["transition_not_allowed"]);
    expect(!refused.ok && refused.problems[0]?.details).toEqual({ transitions: ["begin", "give_up"] });
    expect(codes(change(record({ stage: "new" }), { stage: null }))).toEqual(["transition_not_allowed"]);
    expect(codes(change(record({ stage: "new" }), {}, use("begin")))).toEqual([]);
    expect(offers(record({ stage: "new" }))?.free).toEqual([]);
    expect(codes(make({ stage: "won" }))).toEqual([]);
  });
});

describe("several pipelines", () => {
  const second: PipelineDefinition = {
    ...{ apiName: "second", label: label("Second"), object: "deal", stageField: "stage" },
    stages: [
      { option: "other", probability: 10, category: "open" },
      { option: "won", probability: 100, category: "won" },
    ],
  };
  const { change, make, record, object } = world({}, [second]);

  it("go by the record type", () => {
    expect(pipelineOf(object, record({ kind: "b" }).values)?.definition.apiName).toBe("second");
    expect(pipelineOf(object, record({ kind: "a" }).values)?.definition.apiName).toBe("main");
    expect(codes(make({ kind: "b", stage: "talk" }))).toEqual(["stage_not_in_pipeline"]);
  });

  it("a record that changes its type begins where the stage means nothing there", () => {
    const moved = change(record({ kind: "a", stage: "talk" }), { kind: "b" });
    expect(moved.ok && moved.value.record.values).toMatchObject({ f_stage: "other" });
    const kept = change(record({ kind: "a", stage: "won" }), { kind: "b" });
    expect(kept.ok && kept.value.record.values).toMatchObject({ f_stage: "won" });
  });
});
