/** The only source of time; real in the cloud, virtual on a laptop and in tests. */
export interface Clock {
  now(): Date;
}
