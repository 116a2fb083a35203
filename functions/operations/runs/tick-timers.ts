import type { Clock } from "../../ports/clock.ts";
import type { Queue } from "../../ports/queue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { TimerStore } from "../../ports/timer-store.ts";
import { continueEvent, timerEvent } from "./run-events.ts";

const MINUTE = 60_000;
/** Minutes before the watermark that are read again, so that a slow transaction cannot land behind it. */
const AGAIN = 2;
/** Most minutes one tick catches up. */
const MOST_MINUTES = 1_500;
/** An active run that has not moved for so long is woken; milliseconds (automation.md §2.4). */
const STALLED = 15 * MINUTE;

export interface TickPorts {
  readonly clock: Clock;
  readonly timerStore: TimerStore;
  readonly runStore: RunStore;
  readonly automationQueue: Queue;
}

/** One turn of the minute wheel: what fell due since the last turn goes to the automation queue. */
export async function tickTimers(ports: TickPorts): Promise<void> {
  const now = ports.clock.now().getTime();
  const mark = await ports.timerStore.watermark();
  const last = Math.floor(now / MINUTE);
  const first = mark === null ? last - AGAIN : Math.min(mark - AGAIN, last);
  const end = Math.min(last, first + MOST_MINUTES);
  for (let minute = first; minute <= end; minute += 1) {
    const due = await ports.timerStore.due(minuteName(minute * MINUTE));
    const ripe = due.filter((one) => Date.parse(one.at) <= now);
    if (ripe.length > 0) await ports.automationQueue.send(ripe.map((one) => ({ detail: timerEvent(one) })));
  }
  // The minute under way is read again by the next turn.
  await ports.timerStore.moveWatermark(mark, end);
  await sweep(ports, now);
}

/** Wakes runs whose message was lost between a commit and the next step. */
async function sweep(ports: TickPorts, now: number): Promise<void> {
  const stalled = await ports.runStore.stalled(new Date(now - STALLED).toISOString());
  if (stalled.length === 0) return;
  const at = new Date(now).toISOString();
  const messages = stalled.map((one) => ({ detail: continueEvent({ ...one, at }) }));
  await ports.automationQueue.send(messages);
}

/** `yyyyMMddHHmm` of an instant in milliseconds, UTC. */
function minuteName(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace(/\D/g, "");
}
