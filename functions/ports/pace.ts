/** Real time, for pauses and measurements; never for what is stored. */
export interface Pace {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}
