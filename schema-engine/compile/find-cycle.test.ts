import { describe, expect, it } from "vitest";
import { findCycle } from "./find-cycle.ts";

const graph = (edges: Readonly<Record<string, readonly string[]>>) =>
  findCycle(Object.keys(edges), (name) => edges[name] ?? []);

describe("finding a circle", () => {
  it("M07: names the way round", () => {
    expect(graph({ a: ["b"], b: ["c", "d"], c: [], d: ["b"] })).toEqual(["b", "d", "b"]);
    expect(graph({ a: ["a"] })).toEqual(["a", "a"]);
  });

  it("finds none where two ways meet", () => {
    expect(graph({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })).toBeNull();
  });

  it("M07: walks a chain of 10,000 without overflowing the stack", () => {
    const length = 10_000;
    const inputs = (name: string) => (Number(name) < length ? [String(Number(name) + 1)] : []);
    expect(findCycle(["0"], inputs)).toBeNull();
    const closed = findCycle(["0"], (name) => (name === String(length) ? ["0"] : inputs(name)));
    expect(closed).toHaveLength(length + 2);
  });
});
