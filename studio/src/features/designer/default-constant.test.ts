import { describe, expect, it } from "vitest";
import { constantOf, expressionOf } from "./default-constant.ts";

describe("constants as defaults", () => {
  it.each(["a", 'with "quotes" and \\', "中文", 1.5, -3, true, false])("round trip %s", (value) => {
    expect(constantOf(expressionOf(value) ?? "")).toEqual(value);
  });

  it("are not seen in what computes", () => {
    for (const text of ["", "now", 'record.a + "b"', '"a" + "b"', "1 + 2", "today"])
      expect(constantOf(text)).toBeUndefined();
    expect(expressionOf(["a"])).toBeNull();
    expect(expressionOf(null)).toBeNull();
  });
});
