import { describe, expect, it } from "vitest";
import { sameTotals, totalsIn, withMove } from "./board-totals.ts";

const answer = (groups: readonly (readonly [string, number, string])[], complete = true) => ({
  groups: groups.map(([stage, count, sum]) => ({
    key: { stage },
    count,
    sum_amount: sum,
    units: { amount: ["CNY"] },
  })),
  totals: {},
  complete,
});
const fields = { group: "stage", amount: "amount" };

describe("totals of a board", () => {
  const before = totalsIn(answer([["new", 2, "30.00"]]), fields);

  it("follow a card at once, and come back to what they were when it goes back", () => {
    const amount = { unit: "CNY", amount: "10.00" };
    const moved = withMove(before, { from: "new", to: "won", amount });
    const server = totalsIn(
      answer([
        ["new", 1, "20.00"],
        ["won", 1, "10.00"],
      ]),
      fields,
    );
    expect(sameTotals(moved, server)).toBe(true);
    expect(sameTotals(moved, before)).toBe(false);
    expect(sameTotals(withMove(moved, { from: "won", to: "new", amount }), before)).toBe(true);
  });

  it("count a card without an amount", () => {
    const moved = withMove(before, { from: "new", to: "won", amount: null });
    expect(moved.get("won")).toEqual({ count: 1, sum: {}, isMinimum: false });
    expect(moved.get("new")).toMatchObject({ count: 1, sum: { CNY: "30.00" } });
  });

  it("say when there are more cards than were counted", () => {
    expect(totalsIn(answer([["new", 8000, "1.00"]], false), fields).get("new")?.isMinimum).toBe(true);
  });
});
