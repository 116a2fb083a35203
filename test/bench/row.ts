/** One measured line of `npm run bench`. */
export interface Row {
  readonly measure: string;
  /** What was measured, with its unit, for people. */
  readonly measured: string;
  /** The number compared with the target. */
  readonly value: number;
  readonly target: number;
  /** `atMost`: value ≤ target is good; `atLeast`: value ≥ target is good. */
  readonly goal: "atMost" | "atLeast";
}

/** One benchmark file. */
export type Benchmark = () => Promise<readonly Row[]>;

export function isMet(row: Row): boolean {
  return row.goal === "atMost" ? row.value <= row.target : row.value >= row.target;
}

/** Median of a sample; the sample must not be empty. */
export function median(sample: readonly number[]): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("a median needs at least one value");
  return middle;
}

/** Runs two things alternately, so that noise of the machine hits both, and gives the milliseconds of each run. */
export async function paired(
  rounds: number,
  subject: (round: number) => Promise<unknown>,
  floor: (round: number) => Promise<unknown>,
): Promise<{ readonly subject: readonly number[]; readonly floor: readonly number[] }> {
  const result = { subject: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    result.subject.push(await milliseconds(() => subject(round)));
    result.floor.push(await milliseconds(() => floor(round)));
  }
  return result;
}

async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
