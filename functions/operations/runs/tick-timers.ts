import type { Clock } from "../../ports/clock.ts";
import type { Queue } from "../../ports/queue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { TimerStore } from "../../ports/timer-store.ts";
import { continueEvent, timerEvent } from "./run-events.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How far before the watermark the wheel is read again, so that a slow transaction cannot land behind it. */
const AGAIN = 2 * MINUTE;
/** How much one turn catches up at most; the next turn goes on. */
const MOST = 48 * HOUR;
/** How far back the very first turn looks: what was started before it may be due already. */
const FIRST = 6 * HOUR;
/** An active run that has not moved for so long is woken; milliseconds (automation.md §2.4). */
const STALLED = 15 * MINUTE;

export interface TickPorts {
  readonly clock: Clock;
  readonly timerStore: TimerStore;
  readonly runStore: RunStore;
  readonly automationQueue: Queue;
}

/** One turn of the timer wheel: what fell due since the last turn goes to the automation queue. */
export async function tickTimers(ports: TickPorts): Promise<void> {
  const now = ports.clock.now().getTime();
  const mark = await ports.timerStore.watermark();
  const start = Math.min(mark ?? now - FIRST, now) - AGAIN;
  const end = Math.min(now, start + MOST);
  for (let from = start; from <= end; from = hourAfter(from)) {
    const due = await ports.timerStore.due(from, Math.min(end, hourAfter(from) - 1));
    if (due.length > 0) await ports.automationQueue.send(due.map((one) => ({ detail: timerEvent(one) })));
  }
  await ports.timerStore.moveWatermark(mark, Math.max(mark ?? end, end));
  await sweep(ports, now);
}

function hourAfter(instant: number): number {
  return (Math.floor(instant / HOUR) + 1) * HOUR;
}

/** Wakes runs whose message was lost between a commit and the next step. */
async function sweep(ports: TickPorts, now: number): Promise<void> {
  const stalled = await ports.runStore.stalled(new Date(now - STALLED).toISOString());
  if (stalled.length === 0) return;
  const at = new Date(now).toISOString();
  const messages = stalled.map((one) => ({ detail: continueEvent({ ...one, at }) }));
  await ports.automationQueue.send(messages);
}
