import type { Clock } from "#functions/ports/clock.ts";
import { openDurableMap } from "./journal.ts";

/** Real time plus an offset that only grows; the offset survives a restart, so that time never runs backwards. */
export interface VirtualClock extends Clock {
  /** Milliseconds since 1970 on the virtual clock. */
  milliseconds(): number;
  /** How far virtual time is ahead of real time, in milliseconds. */
  offset(): number;
  /** Moves forward to an instant in milliseconds; an earlier one is ignored. */
  moveTo(milliseconds: number): void;
  /** Calls back after every move; returns how to stop that. */
  onMove(listener: () => void): () => void;
  close(): void;
}

/** @param file journal of the offset, or ":memory:" */
export function openClock(file: string): VirtualClock {
  const kept = openDurableMap<number>(file);
  const listeners = new Set<() => void>();
  const offset = (): number => kept.get("offset") ?? 0;
  const milliseconds = (): number => Date.now() + offset();
  return {
    milliseconds,
    offset,
    now: () => new Date(milliseconds()),
    moveTo: (instant) => {
      const ahead = instant - milliseconds();
      if (ahead <= 0) return;
      kept.write([["offset", offset() + ahead]]);
      for (const listener of listeners) listener();
    },
    onMove: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      kept.close();
    },
  };
}

const SECOND = 1000;
const UNITS: Readonly<Record<string, number>> = {
  W: 604_800 * SECOND,
  D: 86_400 * SECOND,
  H: 3600 * SECOND,
  M: 60 * SECOND,
  S: SECOND,
};
const MOST = 400 * 86_400 * SECOND;

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds (`P3D`, `PT1H30M`); undefined for
 * anything else, for nothing at all and for more than 400 days. Months and years have no fixed length and are refused.
 */
export function durationMilliseconds(text: string): number | undefined {
  const shape = /^P(?=.)(\d{1,4}W)?(\d{1,5}D)?(?:T(?=.)(\d{1,6}H)?(\d{1,7}M)?(\d{1,9}S)?)?$/.exec(text);
  if (!shape) return undefined;
  let sum = 0;
  for (const part of shape.slice(1)) {
    if (part !== undefined) sum += Number(part.slice(0, -1)) * (UNITS[part.slice(-1)] ?? 0);
  }
  return sum > 0 && sum <= MOST ? sum : undefined;
}
