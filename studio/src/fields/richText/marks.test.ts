import { expect, it } from "vitest";
import { markedText, richMarks, type RichMark } from "./marks.ts";

const mark = (name: RichMark["name"]): RichMark => {
  const found = richMarks.find((one) => one.name === name);
  if (!found) throw new Error(`no mark ${name}`);
  return found;
};

it("puts a mark around the selection and takes it off again", () => {
  const on = markedText(mark("bold"), "a word here", { from: 2, to: 6 });
  expect(on).toEqual({ next: "a **word** here", from: 4, to: 8 });
  expect(markedText(mark("bold"), on.next, on)).toEqual({ next: "a word here", from: 2, to: 6 });
});

it("marks every line of the selection, from the beginning of the first", () => {
  const on = markedText(mark("list"), "x\none\ntwo", { from: 4, to: 9 });
  expect(on.next).toBe("x\n- one\n- two");
  expect(markedText(mark("list"), on.next, on).next).toBe("x\none\ntwo");
});

it("leaves room for a link's words", () => {
  expect(markedText(mark("link"), "", { from: 0, to: 0 })).toEqual({ next: "[](https://)", from: 1, to: 1 });
});
