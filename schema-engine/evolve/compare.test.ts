import { describe, expect, it } from "vitest";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldDefinition } from "../contract/metadata/object.ts";
import { compareMetadata } from "./compare.ts";

const label = { "zh-CN": "一", en: "One" };

function visit(...fields: FieldDefinition[]): MetadataDocument {
  const body = { id: "obj1", apiName: "visit", label, pluralLabel: label, nameField: "subject", fields };
  return { kind: "object", id: "obj1", apiName: "visit", body };
}

const subject: FieldDefinition = { id: "f001", apiName: "subject", type: "text", label };

describe("compareMetadata", () => {
  it("finds nothing between equal sets", () => {
    expect(compareMetadata([visit(subject)], [visit(subject)])).toEqual([]);
  });

  it("sees a rename as a rename, by id", () => {
    const [change, ...rest] = compareMetadata([visit(subject)], [visit({ ...subject, apiName: "title" })]);
    expect(rest).toEqual([]);
    expect(change).toMatchObject({
      change: "renamed",
      path: "/fields/0/apiName",
      element: { kind: "field", target: "visit.subject" },
    });
  });

  it("tells which property of which element changed", () => {
    const changes = compareMetadata([visit(subject)], [visit({ ...subject, required: true })]);
    expect(changes).toMatchObject([{ path: "/fields/0/required", elementId: "f001", property: "required" }]);
  });

  it("does not show what the server keeps on a field", () => {
    expect(compareMetadata([visit(subject)], [visit({ ...subject, storedAs: "f001x2" })])).toEqual([]);
  });

  it("reports whole documents that come and go", () => {
    expect(compareMetadata([], [visit(subject)])).toMatchObject([{ change: "added", path: "" }]);
    expect(compareMetadata([visit(subject)], [])).toMatchObject([{ change: "removed", documentId: "obj1" }]);
  });
});
