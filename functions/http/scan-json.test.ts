import fc from "fast-check";
import { expect, it } from "vitest";
import { scanJson } from "./scan-json.ts";

it("lets every JSON text of ordinary depth through", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6, noUnicodeString: false }), (text) => {
      fc.pre(!text.includes("__proto__"));
      expect(scanJson(text)).toBeNull();
    }),
  );
});

it("stops at the 65th level without recursion", () => {
  expect(scanJson("[".repeat(64) + "]".repeat(64))).toBeNull();
  expect(scanJson("[".repeat(65) + "]".repeat(65))).toBe("tooDeep");
  expect(scanJson('{"a":'.repeat(5_000_00))).toBe("tooDeep");
});

it("finds a repeated key in one object, also when it is written with escapes, but not across objects", () => {
  expect(scanJson('{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}')).toBeNull();
  expect(scanJson('{"a":1,"a":2}')).toBe("duplicateKey");
  expect(scanJson('{"a":1,"\\u0061":2}')).toBe("duplicateKey");
  expect(scanJson('{"a" : "a", "b":"a"}')).toBeNull();
});

it("refuses __proto__ as a key anywhere, and takes it as a value", () => {
  expect(scanJson('{"values":{"__proto__":{"x":1}}}')).toBe("forbiddenKey");
  expect(scanJson('{"\\u005f_proto__":1}')).toBe("forbiddenKey");
  expect(scanJson('{"a":"__proto__"}')).toBeNull();
});

it("ends on text that is no JSON", () => {
  for (const text of ["", '"', '"\\', "{", "}}}]]", '{"a', '{"a":"b\\"', "\u0000"]) {
    expect(["tooDeep", "duplicateKey", "forbiddenKey", null]).toContain(scanJson(text));
  }
});
