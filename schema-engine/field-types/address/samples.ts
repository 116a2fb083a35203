import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [
        {
          province: "浙江省",
          city: "杭州市",
          district: "西湖区",
          street: "文三路 1 号",
          postalCode: "310012",
        },
        {
          country: "USA",
          province: "IL",
          city: "Springfield",
          district: "Downtown",
          street: "1 Main St",
          postalCode: "62701",
        },
        { street: "12, rue de Rivoli; porte 3", city: "Paris", country: "France" },
        { street: "City: 5\\; x" },
        { city: " 上海市 ", street: "" },
        {},
      ],
      bad: [
        "浙江省杭州市",
        { state: "IL" },
        { city: 1 },
        { street: "a\nb" },
        { street: "x".repeat(201) },
        { city: null },
        [],
        null,
      ],
      cells: [
        {
          text: "浙江省杭州市西湖区文三路1号 310012",
          value: {
            province: "浙江省",
            city: "杭州市",
            district: "西湖区",
            street: "文三路1号",
            postalCode: "310012",
          },
        },
        {
          text: "北京市海淀区中关村大街1号",
          value: { province: "北京市", district: "海淀区", street: "中关村大街1号" },
        },
        { text: "城市：苏州；邮编：215000", value: { city: "苏州", postalCode: "215000" } },
        { text: "1 Main Street", value: { street: "1 Main Street" } },
      ],
      badCells: ["***", "", "浙江省**市", "x".repeat(201)],
    },
    {
      settings: { parts: ["city", "street"] },
      good: [{ city: "Paris", street: "1 Rue X" }, { city: "Paris" }, { street: "东街，5 号" }],
      bad: [{ country: "France" }, { postalCode: "1" }, 5],
      cells: [{ text: "Paris，1 Rue X", value: { city: "Paris", street: "1 Rue X" } }],
    },
    {
      settings: { parts: ["city", "country"] },
      good: [{ city: "巴黎" }, { country: "France", city: "Nice" }],
      bad: [{ street: "x" }],
    },
  ],
  badSettings: [{ parts: [] }, { parts: ["planet"] }, { parts: ["city", "city"] }],
};
