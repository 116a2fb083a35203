import { describe, expect, it } from "vitest";
import { templateText } from "./template-text.ts";

describe("templateText", () => {
  it("imports every file, documents of a kind by name", () => {
    expect(templateText({ object: ["quote_line", "lead"], view: ["lead_all"] })).toBe(
      [
        "// Written by `npm run generate`; do not edit.",
        'import type { DocumentFile } from "../template.ts";',
        'import objectLead from "./object/lead.json" with { type: "json" };',
        'import objectQuoteLine from "./object/quote_line.json" with { type: "json" };',
        'import viewLeadAll from "./view/lead_all.json" with { type: "json" };',
        "",
        "/** Every document of this folder. */",
        "export const documents: readonly DocumentFile[] = [",
        '  { kind: "object", file: objectLead },',
        '  { kind: "object", file: objectQuoteLine },',
        '  { kind: "view", file: viewLeadAll },',
        "];",
        "",
      ].join("\n"),
    );
  });
});
