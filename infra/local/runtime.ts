import type { ScheduledEvent } from "aws-lambda";
import { functions, type FunctionName, type FunctionSpec } from "#infra/topology.ts";
import { advance } from "./advance.ts";
import type { VirtualClock } from "./clock.ts";
import { consume, type Consumer } from "./consumer.ts";
import { newDueTimers } from "./due-timers.ts";
import type { Queues } from "./queue.ts";
import type { Ses } from "./ses.ts";
import { startPump, type StreamConsumer, type StreamFailure, type StreamPump } from "./stream-pump.ts";

/** A function's exported handler. */
export type Handler = (event: never) => Promise<unknown>;
export type Handlers = Readonly<Record<FunctionName, Handler>>;

export interface RuntimeParts {
  readonly handlers: Handlers;
  readonly clock: VirtualClock;
  readonly queues: Queues;
  readonly ses: Ses;
  readonly tableEndpoint: string;
  readonly tableName: string;
  /** Journal of the stream's checkpoints, or ":memory:". */
  readonly checkpoints: string;
  readonly onError: (source: string, error: unknown) => void;
}

/** The triggers of the topology, pump. */
export interface Runtime {
  /** Looks into the stream now; called after something may have written. */
  wake(): void;
  /** Resolves when streams, queues and mail events are through; what waits for a later time stays. */
  drain(): Promise<void>;
  /** Moves virtual time and runs everything due on the way, in order; one call at a time. */
  advance(milliseconds: number): Promise<void>;
  failures(): readonly StreamFailure[];
  stop(): Promise<void>;
}

const SECOND = 1000;
const MINUTE = 60_000;

/** Wires each function to its trigger. */
export async function startRuntime(parts: RuntimeParts): Promise<Runtime> {
  const { clock, queues, ses } = parts;
  const timers = newDueTimers(parts.tableEndpoint, parts.tableName);
  const activity = { calls: 0 };
  const started: { pump?: StreamPump } = {};
  const called = (name: FunctionName) => async (event: unknown) => {
    activity.calls += 1;
    try {
      return await parts.handlers[name](event as never);
    } finally {
      started.pump?.wake();
    }
  };
  const pump = await startPump({
    endpoint: parts.tableEndpoint,
    tableName: parts.tableName,
    file: parts.checkpoints,
    consumers: functions.flatMap((spec) => streamConsumer(spec, called(spec.name))),
    observe: (record) => timers.observe(record.dynamodb?.NewImage as Parameters<typeof timers.observe>[0]),
    onError: parts.onError,
  });
  started.pump = pump;
  const consumers = functions.flatMap((spec) => queueConsumer(parts, spec, called(spec.name)));
  const schedule = startSchedule(parts, called);
  const drain = () => drained({ activity, consumers, pump, ses });
  const turns = oneAtATime();
  return {
    wake: () => pump.wake(),
    drain,
    failures: () => pump.failures(),
    advance: (milliseconds) =>
      turns(async () => {
        await timers.load();
        const world = {
          clock,
          drain,
          tick: schedule.tick,
          nextTimer: timers.after,
          nextMessage: () => queues.nextDue(),
        };
        await advance(world, milliseconds);
      }),
    stop: async () => {
      await schedule.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await pump.stop();
    },
  };
}

function streamConsumer(spec: FunctionSpec, handler: StreamConsumer["handler"]): StreamConsumer[] {
  const { trigger } = spec;
  if (trigger.kind !== "stream") return [];
  const { itemTypes, batchSize, maxRetries } = trigger;
  return [{ name: spec.name, itemTypes, batchSize, maxRetries, handler }];
}

function queueConsumer(
  parts: RuntimeParts,
  spec: FunctionSpec,
  handler: (event: unknown) => Promise<unknown>,
): Consumer[] {
  const { trigger } = spec;
  if (trigger.kind !== "queue") return [];
  const onError = (error: unknown) => parts.onError(spec.name, error);
  return [consume(parts.queues, trigger, { handler, onError })];
}

/** Until a whole round found nothing to do: what runs last may have written what the first would read. */
async function drained(world: {
  readonly activity: { readonly calls: number };
  readonly consumers: readonly Consumer[];
  readonly pump: StreamPump;
  readonly ses: Ses;
}): Promise<void> {
  for (;;) {
    const before = world.activity.calls;
    await Promise.all(world.consumers.map((consumer) => consumer.idle()));
    while (world.ses.busy()) await new Promise((resolve) => setImmediate(resolve));
    await world.pump.idle();
    const quiet = !world.consumers.some((consumer) => consumer.busy()) && !world.ses.busy();
    if (quiet && world.activity.calls === before) return;
  }
}

interface Schedule {
  /** Runs every scheduled function once, after a run under way. */
  readonly tick: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Each second looks whether the virtual clock has come to another minute. */
function startSchedule(
  parts: RuntimeParts,
  called: (name: FunctionName) => (event: unknown) => Promise<unknown>,
): Schedule {
  const scheduled = functions.filter((spec) => spec.trigger.kind === "schedule");
  const turns = oneAtATime();
  let minute = 0;
  const tick = () =>
    turns(async () => {
      minute = Math.floor(parts.clock.milliseconds() / MINUTE);
      for (const spec of scheduled) {
        await called(spec.name)(scheduleEvent(parts.clock.now())).catch((error: unknown) => {
          parts.onError(spec.name, error);
        });
      }
    });
  const timer = setInterval(() => {
    if (Math.floor(parts.clock.milliseconds() / MINUTE) !== minute) void tick();
  }, SECOND);
  return {
    tick,
    stop: async () => {
      clearInterval(timer);
      await turns(() => Promise.resolve());
    },
  };
}

function scheduleEvent(now: Date): ScheduledEvent {
  return {
    version: "0",
    id: `tick-${now.getTime()}`,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: now.toISOString(),
    region: "local",
    resources: [],
    detail: {},
  };
}

/** Runs jobs one after another, in the order asked for. */
function oneAtATime(): (job: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (job) => {
    const run = last.then(job);
    last = run.catch(() => undefined);
    return run;
  };
}
