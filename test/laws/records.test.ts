import { describe, expect, it } from "vitest";
import { decideDelete, decideRestore, writeNeeds, type JsonObject } from "#engine";
import { base, codes, create, everything, recordOf, update } from "#test/builders/record-of-every-type.ts";

describe("writes", () => {
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
