import { describe, expect, it } from "vitest";
import type { FieldModel, ObjectModel } from "../contract/model.ts";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { choosersOf, offeredChoices, refusedChoices } from "./offered-choices.ts";
import { recordTypeNamed, recordTypeOf } from "./record-types.ts";

const label = { "zh-CN": "选项", en: "Option" };
const option = (value: string, more: object = {}) => ({ value, label, ...more });

const definition = anObject(
  "house",
  [
    aField("kind", "select", { settings: { options: [option("flat"), option("villa")] } }),
    aField("country", "select", { settings: { options: [option("cn"), option("de")] } }),
    aField("city", "multiSelect", {
      settings: {
        controlledBy: "country",
        options: [
          option("beijing", { onlyFor: ["cn"] }),
          option("berlin", { onlyFor: ["de"] }),
          option("old", { retired: true }),
          option("other"),
        ],
      },
    }),
  ],
  {
    recordTypeField: "kind",
    recordTypes: [{ option: "villa", options: { city: ["berlin", "other", "old"] } }],
  },
);
const object = objectOf(aWorkspaceModel([definition]), "house");
const city = fieldOf(object, "city");

function fieldOf(from: ObjectModel, name: string): FieldModel {
  const field = from.byName.get(name);
  if (!field) throw new Error(name);
  return field;
}

function offered(values: Readonly<Record<string, unknown>>): readonly string[] {
  return (offeredChoices(object, city, (name) => values[name]) ?? []).map((one) => one.value);
}

describe("offered choices", () => {
  it("follow the controlling field and the record type, and leave out retired ones", () => {
    expect(offered({})).toEqual(["other"]);
    expect(offered({ country: "cn" })).toEqual(["beijing", "other"]);
    expect(offered({ country: "de", kind: "villa" })).toEqual(["berlin", "other"]);
    expect(offered({ country: "cn", kind: "villa" })).toEqual(["other"]);
    expect(choosersOf(object, city)).toEqual(["country", "kind"]);
  });

  it("refuse the codes that are not among them, but keep what was there when it retired", () => {
    const read = (name: string) => ({ country: "cn", city: ["berlin", "old", "other"] })[name];
    const reasons = (kept: readonly string[]) =>
      refusedChoices(object, city, { read, kept }).map(({ choice, reason }) => `${choice.value} ${reason}`);
    expect(reasons([])).toEqual(["berlin option_not_offered", "old option_retired"]);
    expect(reasons(["old"])).toEqual(["berlin option_not_offered"]);
  });

  it("know a record's type by its stored values", () => {
    expect(recordTypeOf(object, { f_kind: "villa" })?.option).toBe("villa");
    expect(recordTypeOf(object, { f_kind: "flat" })).toBeNull();
    expect(recordTypeOf(object, {})).toBeNull();
    expect(recordTypeNamed(definition, undefined)).toBeNull();
  });

  it("are compiled and checked quickly with 3,000 options", () => {
    const options = Array.from({ length: 3000 }, (_, at) => option(`v${at}`));
    const many = anObject("many", [aField("code", "select", { settings: { options } })]);
    const field = fieldOf(objectOf(aWorkspaceModel([many]), "many"), "code");
    expect(field.type.check("v2999", field.settings)).toEqual([]);
    expect(field.type.check("v3000", field.settings)).toHaveLength(1);
  });
});
