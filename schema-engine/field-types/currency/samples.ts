import type { FieldTypeSamples } from "../../contract/samples.ts";

const cny = (amount: string) => ({ amount, currency: "CNY" });

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: { currencies: ["CNY", "USD"] },
      good: [
        cny("-999999999999999"),
        cny("-100.50"),
        cny("-0.0001"),
        cny("0"),
        cny("0.5"),
        { amount: "9.9", currency: "USD" },
        cny("10.00"),
        cny("999999999999999.9999"),
      ],
      bad: [
        1,
        "1",
        null,
        {},
        { amount: "1" },
        { amount: 1, currency: "CNY" },
        { amount: "1.00000", currency: "CNY" },
        { amount: "1e3", currency: "CNY" },
        { amount: "01", currency: "CNY" },
        { amount: "1", currency: "EUR" },
        { amount: "1", currency: "CNY", more: 1 },
      ],
      cells: [
        { text: "¥50,000", value: cny("50000.00") },
        { text: "￥１，２００．５", value: cny("1200.50") },
        { text: "3万元", value: cny("30000.00") },
        { text: "50000", value: cny("50000.00") },
        { text: "US$ 12.5", value: { amount: "12.50", currency: "USD" } },
        { text: "1,234.50 USD", value: { amount: "1234.50", currency: "USD" } },
        { text: "-¥3", value: cny("-3.00") },
      ],
      badCells: ["***", "¥**", "abc", "€5", "1.23456", ""],
    },
  ],
  badSettings: [{ currencies: [] }, { currencies: ["cny"] }, { currencies: ["CNY", "CNY"] }],
};
