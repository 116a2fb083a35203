import type { Clock } from "../../ports/clock.ts";

/** How long a key stays in memory, milliseconds. */
export const KEY_MAX_AGE_MS = 5 * 60_000;
/** Keys kept before the oldest is dropped. */
const MOST_KEYS = 200;

/** Keys in memory for at most five minutes; one that cannot be had is asked for again. */
export function keyCache<Key>(clock: Clock): { get(name: string, load: () => Promise<Key>): Promise<Key> } {
  const entries = new Map<string, { readonly at: number; readonly key: Promise<Key> }>();
  return {
    get(name, load) {
      const now = clock.now().getTime();
      const found = entries.get(name);
      if (found && now >= found.at && now - found.at < KEY_MAX_AGE_MS) return found.key;
      const key = load();
      entries.delete(name);
      entries.set(name, { at: now, key });
      key.catch(() => entries.delete(name));
      const oldest = entries.keys().next();
      if (entries.size > MOST_KEYS && !oldest.done) entries.delete(oldest.value);
      return key;
    },
  };
}
