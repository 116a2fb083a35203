/** Saves after a rest, one save at a time. */
export interface RestingSave {
  /** Saves when nothing was asked for half a second. */
  later(): void;
  /** Saves now; resolves when what was due has been sent. */
  now(): Promise<void>;
  /** Forgets what rests; a save under way goes on. */
  cancel(): void;
}

const REST_MS = 500;

/** `send` is called while `isDue` says so, never twice at once. */
export function restingSave(isDue: () => boolean, send: () => Promise<void>): RestingSave {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  async function now(): Promise<void> {
    clearTimeout(timer);
    // Several may wait for the same save; the first of them sends what is there by then, the rest find it saved.
    while (running) await running;
    if (!isDue()) return;
    running = send().finally(() => (running = null));
    await running;
  }

  return {
    now,
    later() {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), REST_MS);
    },
    cancel: () => clearTimeout(timer),
  };
}
