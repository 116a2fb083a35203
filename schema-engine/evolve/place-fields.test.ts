import { expect, it } from "vitest";
import { aField, anObject } from "#test/builders/model.ts";
import { placeNewFields } from "./place-fields.ts";

const label = { "zh-CN": "页", en: "Page" };
const object = (...names: readonly string[]) => {
  const body = anObject(
    "deal",
    names.map((name) => aField(name)),
  );
  return { kind: "object", id: "deal", apiName: "deal", body };
};
const layout = (apiName: string, fields: readonly string[], more: object = {}) => ({
  kind: "layout",
  id: apiName,
  apiName,
  body: {
    apiName,
    label,
    object: "deal",
    tabs: [
      { apiName: "t", label, relatedLists: [] },
      { apiName: "u", label, sections: [{ label, items: fields.map((field) => ({ field })) }] },
    ],
    ...more,
  },
});
const fieldsOf = (body: unknown) =>
  (
    body as {
      readonly tabs: readonly { readonly sections?: readonly { readonly items: readonly object[] }[] }[];
    }
  ).tabs.flatMap(({ sections }) => (sections ?? []).flatMap(({ items }) => items));

it("puts a new field that no page shows at the end of each page, and says so", () => {
  const page = layout("page", ["name"]);
  const card = layout("card", ["name"], { variant: "compact" });
  const { documents, edits } = placeNewFields([object("a"), page, card], [object("a", "b"), page, card]);
  expect(documents.map(({ body }) => ("tabs" in (body as object) ? fieldsOf(body) : null))).toEqual([
    null,
    [{ field: "name" }, { field: "b" }],
    [{ field: "name" }],
  ]);
  expect(edits).toEqual([
    { kind: "layout", apiName: "page", pointer: "/tabs/1/sections/0/items/1/field", before: "", after: "b" },
  ]);
});

it("leaves fields of before, placed ones and objects without a page alone", () => {
  const page = layout("page", ["b"]);
  for (const [published, documents] of [
    [
      [object("a"), page],
      [object("a"), page],
    ],
    [
      [object("a"), page],
      [object("a", "b"), page],
    ],
    [[object("a")], [object("a", "c")]],
    [[page], [object("a"), page]],
  ] as const)
    expect(placeNewFields(published, documents)).toEqual({ documents, edits: [] });
});
