/** A timer that fell due. */
export interface DueTimer {
  readonly workspace: string;
  /** What it wakes: a run, or a mail whose horizon is over. */
  readonly subject: { readonly object: "run" | "send"; readonly id: string };
  /** The wait it belongs to; a run that waits for something else ignores it. */
  readonly token: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** The minute wheel (automation.md §2.6). Timers are put with the run's own state, never here. */
export interface TimerStore {
  /** Timers of one minute, `yyyyMMddHHmm`, of all shards. */
  due(minute: string): Promise<readonly DueTimer[]>;
  /** The last minute read, in milliseconds since 1970; null before the first tick. */
  watermark(): Promise<number | null>;
  /** False when somebody moved it meanwhile. */
  moveWatermark(from: number | null, to: number): Promise<boolean>;
}
