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
  let ticked = await run(world);
  for (;;) {
    const timer = world.nextTimer(lastFiredBy(ticked));
    const tick = Math.min(timer === undefined ? Infinity : tickFor(timer), ticked + LONGEST_STEP);
    const next = Math.min(tick, world.nextMessage() ?? Infinity);
    if (next >= target) break;
    clock.moveTo(next);
    if (next === tick) ticked = await run(world);
    else await world.drain();
  }
  clock.moveTo(target);
  await run(world);
}

/** Ticks and lets what follows run to its end; returns the instant of the tick. */
async function run(world: TimedWorld): Promise<number> {
  const at = world.clock.milliseconds();
  await world.tick();
  await world.drain();
  return at;
}

/** Latest instant whose timers a tick has certainly fired. */
function lastFiredBy(tick: number): number {
  return Math.floor((tick - AFTER_MINUTE) / MINUTE) * MINUTE - 1;
}
