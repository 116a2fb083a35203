import type { Clock } from "./ports/clock.ts";

/**
 * Adapters are picked here and in `functions/compose/`, one file per handler, so that a handler's bundle holds only the
 * clients it needs. This file keeps what they share and imports no client.
 */
export interface Configuration {
  /** Time of every function; default the system's. */
  readonly clock?: Clock;
}

let configuration: Configuration = {};

/** Replaces parts for every function of this process; the laptop passes its virtual clock before a handler is loaded. */
export function configure(given: Configuration): void {
  configuration = { ...configuration, ...given };
}

/** The clock that was configured, else the one given. */
export function configuredClock(system: Clock): Clock {
  return { now: () => (configuration.clock ?? system).now() };
}

/** Value of an environment variable that the deployment must set; throws with its name when it does not. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`the environment variable ${name} is not set`);
  return value;
}

/** Makes a value at its first use and keeps it for the life of the process. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
