import { describe, expect, it } from "vitest";
import { presentRecord, recordSchema, success } from "#engine";
import {
  accessWith,
  codes,
  create,
  everything,
  model,
  recordOf,
  update,
} from "#test/builders/record-of-every-type.ts";

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
