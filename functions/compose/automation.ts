import { environment, queueUrlVariable } from "#infra/environment.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createRunStore } from "../adapters/dynamodb/run-store.ts";
import { tableChange } from "../adapters/dynamodb/table-change.ts";
import { createSendStore } from "../adapters/dynamodb/send-store.ts";
import { createTimerStore } from "../adapters/dynamodb/timer-store.ts";
import { createUserStore } from "../adapters/dynamodb/user-store.ts";
import { createEventBus } from "../adapters/eventbridge/event-bus.ts";
import { createQueue } from "../adapters/sqs/queue.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { configuredClock, once, required } from "../compose.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";
import type { AutomationPorts } from "../operations/runs/run-ports.ts";
import type { TickPorts } from "../operations/runs/tick-timers.ts";

/** The parts of the stream relay. */
export const composeRelay = once(() => ({
  eventBus: createEventBus(required(environment.busName)),
  tableChange,
}));

/** The parts of the automation function. */
export const composeAutomation = once((): AutomationPorts => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const models = createModelSource({ metadataStore: createMetadataStore(table), clock });
  return {
    clock,
    ids: createIds(clock),
    logger: createLogger(),
    models,
    runStore: createRunStore(table, models),
    sendStore: createSendStore(table),
    timerStore: createTimerStore(table),
    recordStore: createRecordStore(table, models),
    userStore: createUserStore(table),
  };
});

/** The parts of the minute tick. */
export const composeTimers = once((): TickPorts => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const models = createModelSource({ metadataStore: createMetadataStore(table), clock });
  return {
    clock,
    timerStore: createTimerStore(table),
    runStore: createRunStore(table, models),
    automationQueue: createQueue(required(queueUrlVariable("automation"))),
  };
});
