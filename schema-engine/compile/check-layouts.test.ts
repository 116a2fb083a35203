import { describe, expect, it } from "vitest";
import { checkWorkspace, type MetadataDocument } from "#engine";
import { aField, anObject } from "#test/builders/model.ts";

const label = { "zh-CN": "甲", en: "A" };
/** Ids as the server gives them: no `_`. */
const withIds = (body: object) =>
  JSON.parse(JSON.stringify(body).replaceAll(/"id":"(\w)_(\w+)"/g, '"id":"$1$2"')) as ReturnType<
    typeof anObject
  >;
const objects = [
  anObject("deal", [
    aField("name"),
    aField("amount", "number"),
    aField("day", "date"),
    aField("kind", "select", { settings: { options: [{ value: "a", label }] } }),
  ]),
  anObject("task", [aField("name"), aField("deal", "relation", { settings: { target: "deal" } })]),
].map(withIds);
const settings = { id: "acme", name: "A", timeZone: "UTC", locale: "en", currency: "EUR" } as const;

function problemsOf(kind: string, body: object): readonly string[] {
  const named = { label, object: "deal", ...body, apiName: "one" };
  const documents: MetadataDocument[] = [
    ...objects.map((one) => ({ kind: "object", id: one.id ?? "", apiName: one.apiName, body: one })),
    { kind, id: "x1", apiName: "one", body: named },
  ];
  return checkWorkspace({ settings, documents }).map(
    (one) => `${one.pointer.replace(`/${kind}/one`, "")} ${one.code}`,
  );
}
const section = (...fields: string[]) => ({ label, items: fields.map((field) => ({ field })) });
const tab = (more: object, apiName = "main") => ({ apiName, label, ...more });

describe("a layout is checked at publish", () => {
  it("is fine with each field once, a typed condition and a list of records that point here", () => {
    const list = { object: "task", field: "deal", columns: ["name"] };
    const part = { ...section("name", "amount"), visibleIf: "record.amount > 3" };
    expect(problemsOf("layout", { tabs: [tab({ sections: [part], relatedLists: [list] })] })).toEqual([]);
  });

  it.each([
    [
      [tab({ sections: [section("name"), section("name")] })],
      "/tabs/0/sections/1/items/0/field duplicate_field",
    ],
    [[tab({ sections: [section("nothing")] })], "/tabs/0/sections/0/items/0/field unknown_reference"],
    [
      [tab({ sections: [section("name")] }), tab({ sections: [section("amount")] })],
      "/tabs/1/apiName duplicate_name",
    ],
    [[tab({})], "/tabs/0 empty_tab"],
    [
      [tab({ relatedLists: [{ object: "task", field: "name", columns: ["name"] }] })],
      "/tabs/0/relatedLists/0/field no_relation_here",
    ],
  ])("refuses %j", (tabs, problem) => {
    expect(problemsOf("layout", { tabs })).toEqual([problem]);
  });

  it("refuses a condition that is not true or false", () => {
    const part = { ...section("name"), visibleIf: "record.name" };
    const [problem = ""] = problemsOf("layout", { tabs: [tab({ sections: [part] })] });
    expect(problem).toMatch(/^\/tabs\/0\/sections\/0\/visibleIf/);
  });
});

describe("a view is checked at publish", () => {
  const view = { columns: ["name"] };
  it.each([
    [{ ...view, display: "calendar", dateField: "day" }, []],
    [{ ...view, display: "calendar" }, ["/dateField required"]],
    [{ ...view, display: "calendar", dateField: "amount" }, ["/dateField no_date"]],
    [{ ...view, display: "board" }, ["/groupField required"]],
    [{ ...view, display: "board", groupField: "name" }, ["/groupField no_choices"]],
    [{ ...view, display: "board", groupField: "kind" }, []],
  ])("%j", (body, problems) => {
    expect(problemsOf("view", body)).toEqual(problems);
  });
});
