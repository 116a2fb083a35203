import { expect, it } from "vitest";
import { replaceText } from "./replace-text.ts";

it("replaces every occurrence literally, whatever the texts mean elsewhere", () => {
  expect(replaceText("a.b a.b axb", { find: "a.b", replace: "$&1" })).toBe("$&1 $&1 axb");
  expect(replaceText("北京市，北京路", { find: "北京", replace: "上海" })).toBe("上海市，上海路");
  expect(replaceText("aaa", { find: "aa", replace: "a" })).toBe("aa");
  expect(replaceText("nothing here", { find: "", replace: "x" })).toBe("nothing here");
});

it("takes upper and lower case for the same only when told to", () => {
  expect(replaceText("ACME Acme acme", { find: "acme", replace: "Globex" })).toBe("ACME Acme Globex");
  expect(replaceText("ACME (Acme)", { find: "(acme)", replace: "-", ignoreCase: true })).toBe("ACME -");
  expect(replaceText("ÉTÉ été", { find: "été", replace: "x", ignoreCase: true })).toBe("x x");
});

it("replaces whole values only when told to", () => {
  const whole = { find: "n/a", replace: "", wholeValue: true };
  expect(replaceText("n/a", whole)).toBe("");
  expect(replaceText("n/a yet", whole)).toBe("n/a yet");
  expect(replaceText("N/A", { ...whole, ignoreCase: true })).toBe("");
  expect(replaceText("a\nN/A", { ...whole, ignoreCase: true })).toBe("a\nN/A");
});
