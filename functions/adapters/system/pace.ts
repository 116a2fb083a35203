import { setTimeout as pause } from "node:timers/promises";
import type { Pace } from "../../ports/pace.ts";

/** The machine's own pace. */
export function createPace(): Pace {
  return {
    now: () => performance.now(),
    async pause(milliseconds) {
      await pause(milliseconds);
    },
  };
}
