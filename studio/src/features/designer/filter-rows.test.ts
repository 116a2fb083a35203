import { expect, it } from "vitest";
import type { FieldDefinition } from "#engine";
import { filterOf, rowOperators, rowsOf } from "./filter-rows.ts";

const label = { "zh-CN": "字段", en: "Field" };
const fields: readonly FieldDefinition[] = [
  { apiName: "score", type: "number", label },
  { apiName: "name", type: "text", label },
];

it("makes the filter of the rows and reads them back", () => {
  const rows = [
    { field: "score", op: "gte", text: "10" },
    { field: "name", op: "isNotEmpty", text: "" },
  ];
  const filter = {
    and: [
      { field: "score", op: "gte", value: 10 },
      { field: "name", op: "isNotEmpty" },
    ],
  };
  expect(filterOf(rows, fields)).toEqual(filter);
  expect(rowsOf(filter, fields)).toEqual(rows);
  expect(filterOf([], fields)).toBeUndefined();
});

it("leaves a filter alone that rows cannot say", () => {
  expect(rowsOf({ or: [{ field: "score", op: "eq", value: 1 }] }, fields)).toBeNull();
  expect(rowOperators(fields[0])).toContain("gte");
  expect(rowOperators(fields[0])).not.toContain("between");
});
