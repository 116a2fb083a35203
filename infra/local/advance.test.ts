import { describe, expect, it } from "vitest";
import { advance, tickFor } from "./advance.ts";
import { openClock } from "./clock.ts";
import { dueOf } from "./due-timers.ts";

const HOUR = 3_600_000;

/** A world with timers only: each may set another one when it fires. */
function world(first: number, follow: (fired: number) => number | undefined) {
  const clock = openClock(":memory:");
  const start = clock.milliseconds();
  const timers = new Set([start + first]);
  const fired: number[] = [];
  return {
    start,
    fired,
    clock,
    drain: () => Promise.resolve(),
    nextMessage: () => undefined,
    nextTimer: (after: number) => [...timers].sort((one, other) => one - other).find((due) => due > after),
    tick: () => {
      for (const due of [...timers]) {
        if (due > clock.milliseconds()) continue;
        timers.delete(due);
        fired.push(clock.milliseconds() - start);
        const next = follow(fired.length);
        if (next !== undefined) timers.add(clock.milliseconds() + next);
      }
      return Promise.resolve();
    },
  };
}

describe("moving time", () => {
  it("runs a wait that began during the jump at its own time, not at the end", async () => {
    const moved = world(2 * HOUR, (fired) => (fired < 3 ? 5 * HOUR : undefined));
    await advance(moved, 72 * HOUR);
    expect(moved.fired.map((at) => Math.round(at / HOUR))).toEqual([2, 7, 12]);
    expect(moved.clock.milliseconds() - moved.start).toBeGreaterThanOrEqual(72 * HOUR);
  });

  it("leaves what is due later", async () => {
    const moved = world(2 * HOUR, () => undefined);
    await advance(moved, HOUR);
    expect(moved.fired).toEqual([]);
  });

  it("stops at a delayed message on its way", async () => {
    const clock = openClock(":memory:");
    const due = clock.milliseconds() + 10 * 60_000;
    const drained: number[] = [];
    let shown = false;
    await advance(
      {
        clock,
        tick: () => Promise.resolve(),
        nextTimer: () => undefined,
        nextMessage: () => (shown ? undefined : due),
        drain: () => {
          shown ||= clock.milliseconds() >= due;
          drained.push(Math.round((clock.milliseconds() - due) / 60_000));
          return Promise.resolve();
        },
      },
      HOUR,
    );
    expect(drained).toEqual([-10, 0, 50]);
  });

  it("fires a timer only when its minute is over", () => {
    expect(tickFor(Date.UTC(2026, 0, 1, 9, 0, 30))).toBe(Date.UTC(2026, 0, 1, 9, 1, 6));
  });
});

describe("the instant of a timer item", () => {
  it.each([
    [{ ty: { S: "tmr" }, pk: { S: "T#202601020304#7" } }, Date.UTC(2026, 0, 2, 3, 4)],
    [{ ty: { S: "tmr" }, pk: { S: "acme#T#202601020304" } }, Date.UTC(2026, 0, 2, 3, 4)],
    [{ ty: { S: "tmr" }, pk: { S: "x" }, due: { S: "2026-01-02T03:04:05Z" } }, Date.UTC(2026, 0, 2, 3, 4, 5)],
    [{ ty: { S: "rec" }, pk: { S: "T#202601020304#7" } }, undefined],
  ])("of %j", (item, expected) => {
    expect(dueOf(item)).toBe(expected);
  });
});
