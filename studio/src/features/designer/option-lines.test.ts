import { describe, expect, it } from "vitest";
import { optionsFromLines } from "./option-lines.ts";

const around = { existing: [], colors: ["neutral", "red", "blue"] };

describe("options from lines", () => {
  it("take one label, both, or a code of their own, parted by bars or tabs", () => {
    const made = optionsFromLines("北京\n上海 | Shanghai\r\n广州\tGuangzhou\tgz\n\n", around);
    expect(made.map((one) => [one.value, one.label["zh-CN"], one.label.en])).toEqual([
      ["option", "北京", "北京"],
      ["shanghai", "上海", "Shanghai"],
      ["gz", "广州", "Guangzhou"],
    ]);
    expect(made.map((one) => one.color)).toEqual(["red", "blue", "red"]);
  });

  it("leave out what is there already, and give codes that are free", () => {
    const existing = [{ value: "hot", label: { "zh-CN": "热", en: "Hot" } }];
    const made = optionsFromLines("热 | Hot\n很热 | Hot\n另 | Other | hot\nBad | Bad | b c", {
      existing,
      colors: [],
    });
    expect(made.map((one) => one.value)).toEqual(["hot_2", "bad"]);
  });
});
