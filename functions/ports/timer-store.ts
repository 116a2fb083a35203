import type { JsonObject } from "#engine";

/** A timer that fell due. */
export interface DueTimer {
  readonly workspace: string;
  /** What it wakes: a run, a mail whose horizon is over, or a record that may move on (`objectId/recordId`). */
  readonly subject: { readonly object: "run" | "send" | "stage"; readonly id: string };
  /** The wait it belongs to; a run that waits for something else ignores it. */
  readonly token: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** What else its event says; absent: nothing. */
  readonly data?: JsonObject;
}

/** The timer wheel (automation.md §2.6). Timers of runs and mails are put with their own state, never here. */
export interface TimerStore {
  /** Sets a timer; the same again changes nothing. */
  put(timer: DueTimer): Promise<void>;
  /** Timers due between two instants of one hour (UTC), both included; milliseconds since 1970. */
  due(from: number, to: number): Promise<readonly DueTimer[]>;
  /** Until when the wheel was read, in milliseconds since 1970; null before the first turn. */
  watermark(): Promise<number | null>;
  /** False when somebody moved it meanwhile. */
  moveWatermark(from: number | null, to: number): Promise<boolean>;
}
