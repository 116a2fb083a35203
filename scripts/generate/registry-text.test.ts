import { describe, expect, it } from "vitest";
import { plugIns, registryText, samplesText } from "./registry-text.ts";

describe("registryText", () => {
  it("lists every folder once, by name, whatever the order on disk", () => {
    const text = registryText(plugIns["field-type"], ["text", "autoNumber", "multiSelect"]);
    expect(text).toBe(
      [
        "// Written by `npm run generate`; do not edit.",
        'import type { FieldType } from "../contract/field-type.ts";',
        'import autoNumberField from "./autoNumber/index.ts";',
        'import multiSelectField from "./multiSelect/index.ts";',
        'import textField from "./text/index.ts";',
        "",
        "/** Every field type, ordered by name. */",
        "export const fieldTypes: readonly FieldType[] = [",
        "  autoNumberField,",
        "  multiSelectField,",
        "  textField,",
        "];",
        "",
      ].join("\n"),
    );
    expect(registryText(plugIns["field-type"], ["multiSelect", "text", "autoNumber"])).toBe(text);
  });

  it("makes identifiers of folder names with hyphens", () => {
    expect(registryText(plugIns["node-type"], ["record-saved"])).toContain(
      'import recordSavedNode from "./record-saved/index.ts";',
    );
  });

  it("is an empty list without folders", () => {
    expect(registryText(plugIns["node-type"], [])).toContain(
      "export const nodeTypes: readonly NodeType[] = [\n];",
    );
  });
});

describe("samplesText", () => {
  it("pairs each definition with its samples", () => {
    const text = samplesText({ "field-type": ["text"], "node-type": ["wait"] });
    expect(text).toContain("  { type: textField, samples: textFieldSamples },\n");
    expect(text).toContain(
      'import { samples as waitNodeSamples } from "#engine/node-types/wait/samples.ts";\n',
    );
    expect(text).toContain("export const fieldTypeSamples: readonly {");
    expect(text).toContain("export const nodeTypeSamples: readonly {");
  });
});
