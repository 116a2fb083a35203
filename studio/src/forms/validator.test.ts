import { fieldTypes } from "#engine";
import { describe, expect, it } from "vitest";
import { validator } from "./validator.ts";

describe("validator without eval", () => {
  it("agrees with each type's own check on settings and values it was made for", () => {
    const text = fieldTypes.find((one) => one.name === "text");
    const schema = text?.valueSchema({ maxLength: 3 }) ?? {};
    for (const value of ["", "abc", "abcd", 5, null]) {
      expect(validator.validate(schema, value)).toBe(text?.check(value, { maxLength: 3 }).length === 0);
    }
  });

  it("tells where and which keyword", () => {
    const check = validator.compile({ type: "object", properties: { a: { type: "number" } } });
    expect(check({ a: "x" })).toBe(false);
    expect(check.errors?.some((one) => one.instancePath === "/a" && one.keyword === "type")).toBe(true);
  });

  it("compiles a schema once", () => {
    const schema = { type: "string" };
    expect(validator.compile(schema)).toBe(validator.compile(schema));
  });
});
