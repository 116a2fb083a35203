import type { Clock } from "../ports/clock.ts";

/** Addresses remembered; the oldest make room. */
const MOST_ADDRESSES = 10_000;
const MINUTE_MS = 60_000;

export interface RateLimit {
  /** Seconds to wait, 0 when the request may pass. */
  take(key: string, perMinute: number): number;
}

/** A token bucket per key and process: a burst of one minute's allowance, refilled evenly. */
export function createRateLimit(clock: Clock): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, perMinute) {
      const now = clock.now().getTime();
      const before = buckets.get(key) ?? { tokens: perMinute, at: now };
      const refill = (Math.max(0, now - before.at) * perMinute) / MINUTE_MS;
      const tokens = Math.min(perMinute, before.tokens + refill);
      const allowed = tokens >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
      const oldest = buckets.keys().next();
      if (buckets.size > MOST_ADDRESSES && !oldest.done) buckets.delete(oldest.value);
      return allowed ? 0 : Math.ceil(((1 - tokens) * MINUTE_MS) / perMinute / 1000);
    },
  };
}
