import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: [
        { lat: 31.2304, lng: 121.4737 },
        { lat: -33.8688, lng: 151.2093 },
        { lat: 0, lng: 0 },
        { lat: 90, lng: -180 },
        { lat: 0.000000001, lng: -0.123456789012345 },
      ],
      bad: [
        { lat: 91, lng: 0 },
        { lat: 0, lng: -180.5 },
        { lat: 1 },
        { lat: "31", lng: 121 },
        { lat: 1, lng: 2, height: 3 },
        { lat: 1e-12, lng: 0 },
        [31, 121],
        "31.23, 121.47",
        null,
      ],
      cells: [
        { text: "31.23,121.47", value: { lat: 31.23, lng: 121.47 } },
        { text: "３１．２３，１２１．４７", value: { lat: 31.23, lng: 121.47 } },
        { text: "33.87°S 151.21°E", value: { lat: -33.87, lng: 151.21 } },
        { text: "东经121.47 北纬31.23", value: { lat: 31.23, lng: 121.47 } },
        { text: "121.47, 31.23", value: { lat: 31.23, lng: 121.47 } },
      ],
      badCells: ["31.**, 121.**", "", "31.23", "上海", "200, 300", "31.23N, 121.47N", "31,23,121"],
    },
  ],
  badSettings: [{ other: 1 }],
};
