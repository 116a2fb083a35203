import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Logger } from "../../ports/logger.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { SendStore } from "../../ports/send-store.ts";
import type { TimerStore } from "../../ports/timer-store.ts";
import type { UserStore } from "../../ports/user-store.ts";
import type { ModelSource } from "../metadata/load-model.ts";

/** What the automation core needs of the world. */
export interface RunPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly models: ModelSource;
  readonly runStore: RunStore;
  readonly recordStore: RecordStore;
  readonly userStore: UserStore;
}

/** What the automation queue's consumer needs besides. */
export interface AutomationPorts extends RunPorts {
  readonly sendStore: SendStore;
  readonly timerStore: TimerStore;
}
