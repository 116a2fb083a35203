import type { Clock } from "../../ports/clock.ts";

/** The machine's own time. */
export function createSystemClock(): Clock {
  return { now: () => new Date() };
}
