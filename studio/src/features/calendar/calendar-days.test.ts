import { describe, expect, it } from "vitest";
import { boundsOf, dayOf, daysOf, isOn, shifted, stepped } from "./calendar-days.ts";

describe("days of a calendar", () => {
  it("are whole weeks from Monday around the month", () => {
    const days = daysOf("month", "2026-11-24");
    expect([days[0], days.at(-1), days.length]).toEqual(["2026-10-26", "2026-12-06", 42]);
    expect(daysOf("month", "2027-02-10")).toHaveLength(28);
    expect(daysOf("week", "2026-11-29")[0]).toBe("2026-11-23");
  });

  it("step by month and week", () => {
    expect(stepped("month", "2026-01-31", 1)).toBe("2026-02-01");
    expect(stepped("month", "2026-01-31", -1)).toBe("2025-12-01");
    expect(stepped("week", "2026-12-30", 1)).toBe("2027-01-06");
  });

  it("are those of the workspace's zone", () => {
    expect(dayOf("2026-11-24T20:00:00.000Z", "Asia/Shanghai")).toBe("2026-11-25");
    expect(dayOf("2026-11-24", "Asia/Shanghai")).toBe("2026-11-24");
    expect(dayOf(null, "Asia/Shanghai")).toBeUndefined();
  });

  it("keep the time of day when a value moves, also over a change of clocks", () => {
    expect(shifted("2026-11-30", 1, "UTC")).toBe("2026-12-01");
    expect(shifted("2026-10-24T08:00:00.000Z", 1, "Europe/Berlin")).toBe("2026-10-25T09:00:00.000Z");
  });

  it("bound the question to the server", () => {
    const days = ["2026-11-24", "2026-11-25"];
    expect(boundsOf(days, { timed: false, timeZone: "Asia/Shanghai" })).toEqual(days);
    expect(boundsOf(days, { timed: true, timeZone: "Asia/Shanghai" })).toEqual([
      "2026-11-23T16:00:00.000Z",
      "2026-11-25T15:59:59.999Z",
    ]);
  });

  it("hold entries from their first to their last", () => {
    const entry = { from: "2026-11-24", to: "2026-11-25" };
    expect(["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"].map((day) => isOn(entry, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isOn({ from: "2026-11-24", to: "2026-11-01" }, "2026-11-24")).toBe(true);
  });
});
