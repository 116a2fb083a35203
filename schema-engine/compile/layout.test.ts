import { describe, expect, it } from "vitest";
import { compileWorkspace, recordSchema, type LayoutDefinition, type MetadataDocument } from "#engine";
import { aField, anObject } from "#test/builders/model.ts";
import { appsFor, visibleApp } from "./apps.ts";
import { layoutFor } from "./layout.ts";
import { uiSchemaOf } from "./ui-schema.ts";

const label = { "zh-CN": "甲", en: "A" };
const deal = anObject(
  "deal",
  [
    aField("name", "text", { required: true }),
    aField("kind", "select", {
      settings: {
        options: [
          { value: "big", label },
          { value: "small", label },
        ],
      },
    }),
    aField("amount", "number"),
    aField("code", "text", { required: true }),
    aField("account", "relation", { settings: { target: "deal" } }),
    aField("notes", "longText"),
  ],
  { recordTypeField: "kind", recordTypes: [{ option: "big", layout: "a_big" }] },
);

function aLayout(apiName: string, more: Partial<LayoutDefinition> = {}): LayoutDefinition {
  return {
    apiName,
    label,
    object: "deal",
    tabs: [
      {
        apiName: "main",
        label,
        sections: [
          { label, items: [{ field: "name", span: 2 }, { field: "amount" }], visibleIf: "record.amount > 1" },
          { label, columns: 3, collapsed: true, items: [{ field: "notes" }] },
        ],
      },
    ],
    ...more,
  };
}

function modelWith(layouts: readonly LayoutDefinition[]) {
  const documents: MetadataDocument[] = [
    { kind: "object", id: deal.id ?? "", apiName: "deal", body: deal },
    ...layouts.map((body) => ({ kind: "layout", id: body.apiName, apiName: body.apiName, body })),
  ];
  const settings = { id: "acme", name: "A", timeZone: "UTC", locale: "en", currency: "EUR" } as const;
  const model = compileWorkspace({ settings, version: 1, documents, indexes: {} });
  const object = model.objects.get("deal");
  if (!object) throw new Error("no deal");
  return { model, object };
}

const layouts = [
  aLayout("a_big"),
  aLayout("everyone"),
  aLayout("for_sales", { roles: ["sales"] }),
  aLayout("on_phone", { variant: "phone" }),
];

describe("layoutFor", () => {
  const { model, object } = modelWith(layouts);
  const chosen = (more: object) => layoutFor({ model, object, roles: [], ...more }).apiName;

  it("takes the record type's layout before that of a role, and that before the one for everybody", () => {
    expect(chosen({ recordType: "big", roles: ["sales"] })).toBe("a_big");
    expect(chosen({ recordType: "small", roles: ["sales"] })).toBe("for_sales");
    expect(chosen({ roles: ["other"] })).toBe("everyone");
  });

  it("does not give a layout that belongs to a record type to other records", () => {
    const only = modelWith([aLayout("a_big")]);
    expect(layoutFor({ ...only, roles: [] }).apiName).toBe("deal_default");
  });

  it("takes a phone layout on a phone, and the page's where there is none", () => {
    expect(chosen({ variant: "phone" })).toBe("on_phone");
    const none = modelWith([aLayout("everyone")]);
    expect(layoutFor({ ...none, roles: [], variant: "phone" }).apiName).toBe("everyone");
    expect(layoutFor({ ...none, roles: [], variant: "compact" }).apiName).toBe("deal_default");
  });

  it("makes one from the fields where nobody did: every field once", () => {
    const none = modelWith([]);
    const made = layoutFor({ ...none, roles: [] });
    const placed = made.tabs.flatMap((tab) => (tab.sections ?? []).flatMap((one) => one.items));
    expect(placed.map((one) => one.field).sort()).toEqual(deal.fields.map((one) => one.apiName).sort());
  });
});

describe("uiSchemaOf", () => {
  const { object } = modelWith(layouts);
  const all = { field: () => "write" as const };
  const hiding = (...names: string[]) => ({
    field: (name: string) => (names.includes(name) ? ("none" as const) : ("write" as const)),
  });

  it("is groups with columns, spans and conditions when there is one tab", () => {
    const ui = uiSchemaOf(aLayout("x"), { object, access: all }) as unknown as Ui;
    expect(ui.type).toBe("VerticalLayout");
    expect(ui.elements[0]?.options).toMatchObject({ columns: 2, "x-visible-if": "record.amount > 1" });
    expect(ui.elements[0]?.elements[0]).toMatchObject({ scope: "#/properties/name", options: { span: 2 } });
    expect(ui.elements[1]?.options).toMatchObject({ columns: 3, collapsed: true });
  });

  it("is a categorization when there are several tabs, with related lists that may be read", () => {
    const list = { object: "deal", field: "account", columns: ["name", "amount"] };
    const layout = aLayout("x", {
      tabs: [...aLayout("x").tabs, { apiName: "more", label, relatedLists: [list] }],
    });
    const ui = uiSchemaOf(layout, {
      object,
      access: all,
      accessTo: () => hiding("amount"),
    }) as unknown as Ui;
    expect(ui.type).toBe("Categorization");
    expect(ui.elements[1]?.options).toMatchObject({ name: "more", relatedLists: [{ columns: ["name"] }] });
    const blind = uiSchemaOf(layout, { object, access: all, readsObject: () => false }) as unknown as Ui;
    expect(blind.type).toBe("VerticalLayout");
  });

  it("leaves out hidden fields, sections that lose all theirs, and conditions that read them", () => {
    const ui = uiSchemaOf(aLayout("x"), { object, access: hiding("amount", "notes") }) as unknown as Ui;
    expect(JSON.stringify(ui)).not.toContain("amount");
    expect(ui.elements.map((one) => one.options["name"])).toEqual(["0", "required"]);
  });

  it("adds the fields a record cannot be saved without", () => {
    const ui = uiSchemaOf(aLayout("x"), { object, access: all }) as unknown as Ui;
    expect(ui.elements.at(-1)?.elements[0]).toMatchObject({ scope: "#/properties/code" });
  });

  it("is part of the record's form", () => {
    const { model } = modelWith(layouts);
    const form = recordSchema({ model, object, layout: { roles: ["sales"] } });
    expect(form.uiSchema["options"]).toMatchObject({ layout: "for_sales", variant: "record" });
  });
});

interface Ui {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly elements: readonly Ui[];
}

describe("apps", () => {
  const group = { items: [{ object: "deal" }, { object: "secret" }] };
  const sales = { apiName: "sales", label, roles: ["sales"], groups: [group] };
  const everyone = { apiName: "all", label, groups: [group] };

  it("are those of the roles and those for everybody", () => {
    expect(appsFor({ apps: [sales, everyone] }, []).map((one) => one.apiName)).toEqual(["all"]);
    expect(appsFor({ apps: [sales, everyone] }, ["sales"]).map((one) => one.apiName)).toEqual([
      "all",
      "sales",
    ]);
  });

  it("lose objects that may not be read, and vanish with the last", () => {
    expect(visibleApp(sales, (name) => name === "deal")?.groups[0]?.items).toEqual([{ object: "deal" }]);
    expect(visibleApp(sales, () => false)).toBeNull();
  });
});
