import fc from "fast-check";
import type { Filter, FilterAtom, JsonObject, ObjectModel, SortKey, StoredRecord } from "#engine";
import { aField, anObject, aWorkspaceModel, objectOf } from "./model.ts";
import { aRecord, valuesOf } from "./record.ts";

const choice = (value: string) => ({ value, label: { "zh-CN": value, en: value } });

/** An object with fields of many types, some of them indexed. */
export const dealModel = aWorkspaceModel(
  [
    anObject("deal", [
      aField("stage", "select", { settings: { options: ["new", "talk", "won", "lost"].map(choice) } }),
      aField("amount", "currency", { indexed: true }),
      aField("score", "number", { indexed: true }),
      aField("closeDate", "date", { indexed: true }),
      aField("city", "text"),
      aField("tags", "multiSelect", { settings: { options: ["a", "b", "c"].map(choice) } }),
      aField("notes", "longText"),
      aField("account", "relation", { settings: { target: "deal", onDelete: "clear" } }),
      aField("contact", "relation", { settings: { target: "deal", onDelete: "clear" } }),
    ]),
  ],
  {
    pipelines: [
      {
        apiName: "sales",
        label: { "zh-CN": "管道", en: "Pipeline" },
        object: "deal",
        stageField: "stage",
        stages: ["new", "talk", "won", "lost"].map((option) => ({
          option,
          probability: 10,
          category: "open",
        })),
      },
    ],
  },
);
export const deal: ObjectModel = objectOf(dealModel, "deal");

const names = ["北京云启", "Acme", "acme", "Zürich", "", "a b", "ab", "😀x", "上海"];
const stages = ["new", "talk", "won", "lost"];
const amounts = ["-5.00", "0.00", "10.00", "10.50", "999999.99"];
const scores = [-3, 0, 0.5, 2, 10];
const dates = ["2025-01-31", "2025-02-01", "2025-03-15", "2024-12-31"];
const owners = ["u1", "u2", "u3"];
const accounts = ["A1", "A2"];

const maybe = <Value>(from: readonly Value[]) => fc.option(fc.constantFrom(...from), { freq: 4 });

const dealValues = fc.record({
  name: maybe(names.filter((one) => one !== "")),
  stage: maybe(stages),
  amount: maybe(amounts).map((amount) => amount && { amount, currency: amount === "10.00" ? "USD" : "CNY" }),
  score: maybe(scores),
  closeDate: maybe(dates),
  city: maybe(names.filter((one) => one !== "")),
  tags: fc.option(fc.subarray(["a", "b", "c"], { minLength: 1 })),
  notes: maybe(["long", "text"]),
  account: maybe(accounts),
  contact: maybe(accounts),
});

const dealOf = fc.tuple(dealValues, fc.constantFrom(...owners)).map(([values, owner]) => ({
  owner,
  values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as JsonObject,
}));

/** Deals with rising ids, created a second apart. */
export const deals: fc.Arbitrary<readonly StoredRecord[]> = fc.array(dealOf, { maxLength: 40 }).map((list) =>
  list.map(({ owner, values }, at) =>
    aRecord(deal, {
      id: `01J${String(at).padStart(23, "0")}`,
      owner,
      createdAt: new Date(Date.UTC(2025, 0, 1, 0, 0, at)).toISOString(),
      values: valuesOf(deal, values),
    }),
  ),
);

const atom = (
  field: string,
  op: FilterAtom["op"],
  value: fc.Arbitrary<NonNullable<FilterAtom["value"]>>,
): fc.Arbitrary<Filter> => value.map((one) => ({ field, op, value: one }));
const range = ["lt", "lte", "gt", "gte"] as const;
const pair = <Value>(from: readonly Value[]) => fc.tuple(fc.constantFrom(...from), fc.constantFrom(...from));

const atoms: fc.Arbitrary<Filter> = fc.oneof(
  atom("stage", "eq", fc.constantFrom(...stages)),
  atom("stage", "in", fc.subarray(stages)),
  atom("stage", "ne", fc.constantFrom(...stages)),
  atom("owner", "eq", fc.constantFrom(...owners)),
  atom("account", "eq", fc.constantFrom(...accounts)),
  atom("account", "in", fc.subarray(accounts)),
  atom("name", "eq", fc.constantFrom(...names)),
  atom("name", "startsWith", fc.constantFrom("a", "北", "", "A b")),
  atom("name", "contains", fc.constantFrom("b", "云")),
  atom("tags", "contains", fc.constantFrom("a", "b")),
  fc.constantFrom(...range).chain((op) => atom("name", op, fc.constantFrom(...names))),
  fc.constantFrom(...range).chain((op) => atom("amount", op, fc.constantFrom(...amounts, 10, 3))),
  fc.constantFrom(...range).chain((op) => atom("score", op, fc.constantFrom(...scores))),
  atom("score", "between", pair(scores)),
  atom("score", "in", fc.subarray(scores)),
  atom("closeDate", "between", pair([...dates, "@today", "@thisQuarter"])),
  atom("closeDate", "eq", fc.constantFrom("@thisMonth", "@today-30d", ...dates)),
  atom("createdAt", "gte", fc.constant("2025-01-01T00:00:10Z")),
  fc
    .tuple(fc.constantFrom("stage", "amount", "name", "notes", "tags", "account"), fc.boolean())
    .map(([field, empty]): Filter => ({ field, op: empty ? "isEmpty" : "isNotEmpty" })),
);

/** Alternatives that each have an index, and conditions that two indexes know one of each. */
const indexedPairs: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...stages),
      fc.constantFrom(...accounts),
      fc.constantFrom(...owners),
      fc.constantFrom(...scores),
    )
    .chain(([stage, account, owner, score]) =>
      fc.subarray(
        [
          { field: "stage", op: "eq", value: stage },
          { field: "account", op: "eq", value: account },
          { field: "owner", op: "eq", value: owner },
          { field: "score", op: "eq", value: score },
        ] as Filter[],
        { minLength: 2 },
      ),
    )
    .map((or): Filter => ({ or })),
  fc.constantFrom(...accounts).map((account): Filter => ({
    and: [
      { field: "account", op: "eq", value: account },
      { field: "contact", op: "eq", value: "A1" },
    ],
  })),
);

const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    atoms,
    fc.array(tie("filter"), { maxLength: 3 }).map((and): Filter => ({ and })),
    fc.array(tie("filter"), { maxLength: 3 }).map((or): Filter => ({ or })),
    tie("filter").map((not): Filter => ({ not })),
  ),
})).filter;

export const filters: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 4, arbitrary: anyFilter },
  { weight: 1, arbitrary: indexedPairs },
  {
    weight: 1,
    arbitrary: fc.tuple(indexedPairs, anyFilter).map((and): Filter => ({ and })),
  },
);

export const sorts: fc.Arbitrary<readonly SortKey[]> = fc.array(
  fc.record({
    field: fc.constantFrom(
      "name",
      "amount",
      "score",
      "closeDate",
      "stage",
      "createdAt",
      "owner",
      "updatedAt",
    ),
    direction: fc.constantFrom("asc", "desc"),
  }),
  { maxLength: 2 },
);
