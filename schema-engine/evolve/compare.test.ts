import { describe, expect, it } from "vitest";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldDefinition } from "../contract/metadata/object.ts";
import { compareMetadata } from "./compare.ts";

const label = { "zh-CN": "一", en: "One" };
const choicesOf = (field: FieldDefinition) => (field.settings?.["options"] as string[] | undefined) ?? [];

function visit(...fields: FieldDefinition[]): MetadataDocument {
  const body = { id: "obj1", apiName: "visit", label, pluralLabel: label, nameField: "subject", fields };
  return { kind: "object", id: "obj1", apiName: "visit", body };
}

const subject: FieldDefinition = { id: "f001", apiName: "subject", type: "text", label };

describe("compareMetadata", () => {
  it("finds nothing between equal sets", () => {
    expect(compareMetadata([visit(subject)], [visit(subject)], choicesOf)).toEqual([]);
  });

  it("sees a rename as a rename, by id", () => {
    const [change, ...rest] = compareMetadata(
      [visit(subject)],
      [visit({ ...subject, apiName: "title" })],
      choicesOf,
    );
    expect(rest).toEqual([]);
    expect(change).toMatchObject({
      change: "renamed",
      path: "/fields/0/apiName",
      element: { kind: "field", target: "visit.subject" },
      whenAffected: "safe",
    });
  });

  it("asks how many records lack a value when a field becomes required", () => {
    const changes = compareMetadata([visit(subject)], [visit({ ...subject, required: true })], choicesOf);
    expect(changes).toMatchObject([
      { path: "/fields/0/required", impact: { filter: { field: "subject", op: "isEmpty" } } },
    ]);
  });

  it("calls a removed field destructive for the records that have a value", () => {
    const note: FieldDefinition = { id: "f002", apiName: "note", type: "text", label };
    const changes = compareMetadata([visit(subject, note)], [visit(subject)], choicesOf);
    expect(changes).toMatchObject([
      {
        change: "removed",
        whenAffected: "destructive",
        impact: { filter: { field: "note", op: "isNotEmpty" } },
      },
    ]);
  });

  it("names the records that use a choice which goes away", () => {
    const result = (options: string[]): FieldDefinition => ({
      id: "f003",
      apiName: "result",
      type: "select",
      label,
      settings: { options },
    });
    const changes = compareMetadata([visit(result(["a", "b"]))], [visit(result(["a"]))], choicesOf);
    expect(changes).toMatchObject([
      { whenAffected: "destructive", impact: { filter: { field: "result", op: "in", value: ["b"] } } },
    ]);
  });

  it("needs a backfill for an index on existing records", () => {
    const changes = compareMetadata([visit(subject)], [visit({ ...subject, indexed: true })], choicesOf);
    expect(changes).toMatchObject([{ whenAffected: "needsBackfill", impact: { filter: null } }]);
  });

  it("reports whole documents that come and go", () => {
    expect(compareMetadata([], [visit(subject)], choicesOf)).toMatchObject([{ change: "added", path: "" }]);
    expect(compareMetadata([visit(subject)], [], choicesOf)).toMatchObject([
      { change: "removed", whenAffected: "destructive", impact: { object: "visit" } },
    ]);
  });
});
