import type { EventEnvelope } from "#engine";

/** The product's event bus. */
export interface EventBus {
  /** Publishes all, in order of the list; returns the positions of those that were not taken. */
  publish(events: readonly EventEnvelope[]): Promise<readonly number[]>;
}
