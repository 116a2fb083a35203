import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizationSteps } from "../contract/metadata/normalization.ts";
import { normalizeText } from "./normalize.ts";

describe("normalization of texts", () => {
  it.each([
    ["  Ａｃｍｅ　Ｌｔｄ．  ", ["fullWidthToHalf", "trim"], "Acme Ltd."],
    ["a   b\t c", ["collapseSpaces"], "a b c"],
    ["jOHN o'NEIL-smith", ["titleCase"], "John O'neil-Smith"],
    ["Straße", ["upper"], "STRASSE"],
    ["ÀÉ 客户", ["lower"], "àé 客户"],
    [" keeps ", [], " keeps "],
  ] as const)("%j by %j is %j", (text, steps, wanted) => {
    expect(normalizeText(text, steps)).toBe(wanted);
  });

  it("changes nothing when done again, whatever the steps", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.subarray([...normalizationSteps]), (text, steps) => {
        const once = normalizeText(text, steps);
        expect(normalizeText(once, steps)).toBe(once);
      }),
    );
  });
});
