import { describe, expect, it } from "vitest";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { fieldState } from "./field-conditions.ts";

const object = objectOf(
  aWorkspaceModel([
    anObject("deal", [
      aField("amount", "number", { requiredIf: 'record.stage == "won"', visibleIf: "has(record.stage)" }),
      aField("stage", "text"),
      aField("code", "text", { readOnlyIf: "has(record.code)" }),
      aField("big", "text", { visibleIf: "record.amount > 100" }),
    ]),
  ]),
  "deal",
);
const now = "2026-01-05T08:00:00.000Z";

function state(name: string, record: Record<string, string | number | null>, before = {}) {
  const field = object.byName.get(name);
  if (!field) throw new Error(name);
  return fieldState(field, { record, before, now });
}

describe("conditions of a field", () => {
  it("say whether it is required, and never while it is not shown", () => {
    expect(state("amount", { stage: "won", amount: null })).toEqual({
      visible: true,
      required: true,
      readOnly: false,
    });
    expect(state("amount", { stage: "lost" })).toMatchObject({ required: false, visible: true });
    expect(state("amount", { stage: null })).toEqual({ visible: false, required: false, readOnly: true });
  });

  it("do not lock what is being typed, only what is stored", () => {
    expect(state("code", { code: "typed" }).readOnly).toBe(false);
    expect(state("code", { code: "typed" }, { code: "stored" }).readOnly).toBe(true);
  });

  it("do not hold when they compute with nothing", () => {
    expect(state("big", { amount: null }).visible).toBe(false);
    expect(state("big", { amount: 101 }).visible).toBe(true);
  });
});
