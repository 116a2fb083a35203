import type { VirtualClock } from "./clock.ts";

/** What moving time needs to know and to do. */
export interface TimedWorld {
  readonly clock: VirtualClock;
  /** Lets everything that can run now run to its end. */
  drain(): Promise<void>;
  /** Runs what the schedule runs each minute. */
  tick(): Promise<void>;
  /** Earliest timer after an instant, in virtual milliseconds, as far as known. */
  nextTimer(after: number): number | undefined;
  /** Earliest instant at which a queue shows a delayed message again. */
  nextMessage(): number | undefined;
}

const MINUTE = 60_000;
/** A minute's timers are read when the minute is over and slow writers are through (automation.md, 2.6). */
const AFTER_MINUTE = 6_000;
/** Even when nothing is known to be due the schedule runs: sweepers look for lost work. */
const LONGEST_STEP = 6 * 60 * MINUTE;

/** First instant at which the schedule certainly fires a timer that is due at another instant. */
export function tickFor(due: number): number {
  return (Math.floor(due / MINUTE) + 1) * MINUTE + AFTER_MINUTE;
}

/** Moves virtual time forward, from one due thing to the next, and resolves when everything due has run. */
export async function advance(world: TimedWorld, milliseconds: number): Promise<void> {
  const { clock } = world;
  const target = clock.milliseconds() + milliseconds;
  await world.drain();
  for (;;) {
    const now = clock.milliseconds();
    const timer = world.nextTimer(now - MINUTE - AFTER_MINUTE);
    const tick = Math.min(
      timer === undefined ? Infinity : Math.max(tickFor(timer), now + 1),
      now + LONGEST_STEP,
    );
    const message = world.nextMessage() ?? Infinity;
    const next = Math.min(tick, message);
    if (next >= target) break;
    clock.moveTo(next);
    if (next === tick) await world.tick();
    await world.drain();
  }
  clock.moveTo(target);
  await world.tick();
  await world.drain();
}
