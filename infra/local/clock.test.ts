import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { durationMilliseconds, openClock } from "./clock.ts";

describe("the virtual clock", () => {
  it("keeps its lead over real time through a restart and never goes back", () => {
    const file = join(mkdtempSync(join(tmpdir(), "tessera-clock-")), "clock.jsonl");
    const clock = openClock(file);
    const target = clock.milliseconds() + 3 * 86_400_000;
    clock.moveTo(target);
    clock.moveTo(target - 86_400_000);
    clock.close();
    expect(openClock(file).milliseconds()).toBeGreaterThanOrEqual(target);
  });

  it("tells its listeners, until they leave", () => {
    const clock = openClock(":memory:");
    let calls = 0;
    const leave = clock.onMove(() => (calls += 1));
    clock.moveTo(clock.milliseconds() + 5000);
    leave();
    clock.moveTo(clock.milliseconds() + 5000);
    expect(calls).toBe(1);
  });

  it.each([
    ["P3D", 259_200_000],
    ["PT1H", 3_600_000],
    ["P1DT1H30M5S", 91_805_000],
    ["P1W", 604_800_000],
    ["PT90M", 5_400_000],
  ])("reads %s", (text, expected) => {
    expect(durationMilliseconds(text)).toBe(expected);
  });

  it.each(["", "P", "PT", "3D", "P1Y", "P1M", "P-3D", "PT0S", "P9999D", "p3d", "P3DT"])(
    "refuses %j",
    (text) => {
      expect(durationMilliseconds(text)).toBeUndefined();
    },
  );
});
