import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { target: "account", onDelete: "restrict" },
      good: ["01HZX3V7Q8", "a1", "b_2-c"],
      bad: ["", "a b", "a#b", "x".repeat(65), 5, null, { id: "a1" }],
      cells: [{ text: " a1 ", value: "a1" }],
      badCells: ["**", "某 公司", ""],
    },
    {
      settings: { targets: ["account", "contact"] },
      good: [
        { object: "account", id: "01HZX3V7Q8" },
        { object: "account", id: "a1" },
        { object: "contact", id: "a1" },
      ],
      bad: [
        "a1",
        { object: "deal", id: "a1" },
        { object: "account" },
        { object: "account", id: "a1", x: 1 },
        [],
        5,
      ],
      cells: [{ text: " contact:a1 ", value: { object: "contact", id: "a1" } }],
      badCells: ["a1", "deal:a1", "account:a b", "**", ""],
    },
    {
      settings: { kind: "masterDetail", target: "account", reparent: true },
      good: ["01HZX3V7Q8", "a1", "b_2-c"],
      bad: ["", null],
    },
    { settings: { target: "account", hierarchy: true }, good: ["a1", "a2", "a3"], bad: [1] },
  ],
  badSettings: [
    {},
    { target: "Account" },
    { target: "account", onDelete: "ignore" },
    { target: "account", targets: ["account", "contact"] },
    { targets: ["account"] },
    { kind: "masterDetail", targets: ["account", "contact"] },
    { targets: ["account", "contact"], hierarchy: true },
    { kind: "masterDetail", target: "account", hierarchy: true },
    { target: "account", reparent: true },
  ],
};
