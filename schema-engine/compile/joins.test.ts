import { describe, expect, it } from "vitest";
import { checkWorkspace, joinsOf, type FieldDefinition, type MetadataDocument } from "#engine";
import { aField, anObject, aWorkspaceModel } from "#test/builders/model.ts";
import { layoutFor } from "./layout.ts";
import { uiSchemaOf, visibleLayout } from "./ui-schema.ts";

const to = (name: string, target: string) => aField(name, "relation", { settings: { target } });
const joined = (name: string, target: string, through = "seat") =>
  aField(name, "multiRelation", { settings: { target, through } });
const seat = (...fields: FieldDefinition[]) => anObject("seat", [...fields, aField("role")]);
const deal = anObject("deal", [joined("people", "contact"), aField("amount", "number")]);
const contact = anObject("contact");

describe("a many-to-many relation through a joining object", () => {
  const { objects } = aWorkspaceModel([deal, contact, seat(to("deal", "deal"), to("contact", "contact"))]);

  it("is seen from the side that has the field, with the joining object's own fields", () => {
    expect(joinsOf(objects, "deal")).toEqual([
      {
        ...{ through: "seat", near: "deal", far: "contact", other: "contact" },
        ...{ field: "people", columns: ["name", "role"], label: deal.fields[1]?.label },
      },
    ]);
  });

  it("is seen from the other side, the other way round", () => {
    expect(joinsOf(objects, "contact")).toEqual([
      {
        ...{ through: "seat", near: "contact", far: "deal", other: "deal" },
        ...{ field: null, columns: ["name", "role"], label: deal.pluralLabel },
      },
    ]);
  });

  it("joins an object with itself by two different relations, one list each way", () => {
    const member = anObject("contact", [joined("friends", "contact")]);
    const both = aWorkspaceModel([member, seat(to("one", "contact"), to("two", "contact"))]).objects;
    expect(joinsOf(both, "contact").map((one) => [one.near, one.far])).toEqual([
      ["one", "two"],
      ["two", "one"],
    ]);
  });

  it("is no part of forms; where its field is placed, the page has a list", () => {
    const model = objects.get("deal");
    if (!model) throw new Error("no such object");
    const place = (...fields: string[]) => [{ label: deal.label, items: fields.map((field) => ({ field })) }];
    const tabs = [{ apiName: "a", label: deal.label, sections: place("name", "people") }];
    const layout = { apiName: "one", label: deal.label, object: "deal", tabs };
    expect(JSON.stringify(uiSchemaOf(layout, { object: model }))).not.toContain("people");
    const standard = layoutFor({ model: { layouts: [] }, object: model, roles: [] });
    expect(JSON.stringify(standard)).not.toContain("people");
    const [tab] = visibleLayout(layout, { object: model, joins: joinsOf(objects, "deal") }).tabs;
    expect(tab?.relatedLists).toEqual([
      { object: "seat", field: "deal", label: deal.fields[1]?.label, columns: ["contact", "name", "role"] },
    ]);
  });
});

describe("publishing checks a joining object", () => {
  const settings = { id: "acme", name: "A", timeZone: "UTC", locale: "en", currency: "EUR" } as const;
  const problemsOf = (...bodies: ReturnType<typeof anObject>[]) => {
    const text = JSON.stringify(bodies).replaceAll(/"id":"(\w)_(\w+)"/g, '"id":"$1$2"');
    const documents = (JSON.parse(text) as typeof bodies).map((body): MetadataDocument => ({
      kind: "object",
      id: body.id ?? "",
      apiName: body.apiName,
      body,
    }));
    return checkWorkspace({ settings, documents }).map((one) => `${one.pointer} ${one.code}`);
  };

  it("is fine with a relation to either side", () => {
    expect(problemsOf(deal, contact, seat(to("deal", "deal"), to("contact", "contact")))).toEqual([]);
  });

  it.each([
    ["none to the far side", [to("deal", "deal")]],
    ["none to the near side", [to("contact", "contact")]],
    [
      "one that may lead elsewhere too",
      [to("deal", "deal"), aField("contact", "relation", { settings: { targets: ["contact", "deal"] } })],
    ],
  ])("refuses %s", (_what, fields) => {
    expect(problemsOf(deal, contact, seat(...fields))).toEqual([
      "/object/deal/fields/1/settings/through no_join",
    ]);
  });

  it("refuses that such a field be required, because it keeps no value", () => {
    const needed = anObject("deal", [{ ...joined("people", "contact"), required: true }]);
    expect(problemsOf(needed, contact, seat(to("deal", "deal"), to("contact", "contact")))).toEqual([
      "/object/deal/fields/1/required not_supported",
    ]);
  });
});
