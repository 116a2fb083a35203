/** How much of the time a job works, learned from how long a small read takes while it works and while it rests. */
export interface Throttle {
  /** Above 0 to 1. */
  readonly share: number;
  /** Milliseconds of a read while the job rests; null: not yet measured. */
  readonly quietMs: number | null;
}

export interface Probe {
  readonly quietMs: number;
  readonly busyMs: number;
}

export const firstThrottle: Throttle = { share: 0.8, quietMs: null };

/** Reads may become this much slower. */
const MOST_SLOWER = 1.5;
/** What a job always gets, so that it ends. */
const LEAST_SHARE = 0.25;
const STEP_UP = 0.05;
const STEP_DOWN = 0.8;
/** Weight of a new measurement. */
const FRESH = 0.2;
/** Differences below are noise of the machine; milliseconds. */
const NOISE_MS = 1;

/** Gives way quickly, comes back slowly. */
export function adapt({ share, quietMs }: Throttle, probe: Probe): Throttle {
  const quiet = quietMs === null ? probe.quietMs : quietMs * (1 - FRESH) + probe.quietMs * FRESH;
  const slower = probe.busyMs > quiet * MOST_SLOWER + NOISE_MS;
  const next = slower ? share * STEP_DOWN : share + STEP_UP;
  return { quietMs: quiet, share: Math.min(1, Math.max(LEAST_SHARE, next)) };
}

/** Milliseconds to rest after so much work. */
export function restAfter(workedMs: number, share: number): number {
  return (workedMs * (1 - share)) / share;
}
