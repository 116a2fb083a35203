import { describe, expect, it } from "vitest";
import { likenesses } from "./likenesses.ts";

const samples: Readonly<Record<string, readonly string[]>> = {
  words: [
    "Acme Ltd.",
    "ACME, Inc",
    "Acme Software GmbH",
    "上海云帆信息技术有限公司",
    "上海云帆科技有限公司",
    "云帆科技（上海）有限公司",
    "张伟明",
    "张伟民",
    "李娜",
    "John Smith",
    "Smith, Jon",
    "Müller AG",
    "Ltd",
    "阿里巴巴 Group",
    "...",
  ],
  email: ["Jane.Doe+news@Example.com", "jane.doe@example.com", "jane.do@example.com", "jane.doe@other.cn"],
  phone: ["+8613800138000", "13800138000", "+862155550000", "+14155550123", "12"],
  web: ["https://www.acme.cn/", "http://acme.cn", "https://acme.cn/about?x=1", "https://other.com"],
};

describe.each(Object.keys(samples))("likeness of %s", (name) => {
  const likeness = likenesses[name as keyof typeof likenesses];
  const normals = (samples[name] ?? []).map((one) => likeness.normal(one)).filter((one) => one !== "");

  it("brings a text to one form, once and for all", () => {
    for (const one of normals) expect(likeness.normal(one)).toBe(one);
  });

  it("is symmetric, within 0 and 1, and 1 only for equal texts", () => {
    for (const one of normals)
      for (const other of normals) {
        const score = likeness.similarity(one, other);
        expect(score).toBe(likeness.similarity(other, one));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(score === 1).toBe(one === other);
      }
  });

  it("lets texts that are very much alike meet under a key", () => {
    for (const one of normals)
      for (const other of normals) {
        if (likeness.similarity(one, other) < 0.85) continue;
        const keys = new Set(likeness.blocks(other));
        expect([one, other, likeness.blocks(one).some((key) => keys.has(key))]).toEqual([one, other, true]);
      }
  });

  it("has few keys, the text itself among them", () => {
    for (const one of normals) {
      expect(likeness.blocks(one)).toContain(one);
      expect(likeness.blocks(one).length).toBeLessThanOrEqual(8);
    }
  });
});

describe("normal forms", () => {
  it.each([
    ["Acme Ltd.", "ACME, Inc"],
    ["Smith, John", "john smith"],
    ["上海云帆科技有限公司", "上海云帆科技股份有限公司"],
    ["ＡＣＭＥ", "Acme GmbH"],
    ["Café Müller", "cafe muller"],
  ])("%s and %s are the same name", (one, other) => {
    expect(likenesses.words.normal(one)).toBe(likenesses.words.normal(other));
  });

  it("keeps a name that is nothing but a legal form", () => {
    expect(likenesses.words.normal("Group Holding")).not.toBe("");
    expect(likenesses.words.normal("公司")).toBe("公司");
  });

  it.each([
    ["上海云帆信息技术有限公司", "上海云帆科技有限公司", 0.4],
    ["张伟明", "张伟民", 0.6],
    ["John Smith", "Jon Smyth", 0.75],
  ])("%s is like %s", (one, other, least) => {
    const { normal, similarity } = likenesses.words;
    expect(similarity(normal(one), normal(other))).toBeGreaterThan(least);
  });

  it.each([
    ["上海云帆科技", "北京大河贸易"],
    ["John Smith", "Wei Zhang"],
    ["张伟", "Wei Zhang"],
  ])("%s is not like %s", (one, other) => {
    const { normal, similarity } = likenesses.words;
    expect(similarity(normal(one), normal(other))).toBeLessThan(0.5);
  });
});
