import type { BlockOutcome } from "../../ports/import-store.ts";
import type { Job } from "../../ports/job-store.ts";

/** What became of the rows of a file so far. */
export interface Tally {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  /** Problems of cells and rows. */
  readonly problems: number;
}

export const emptyTally: Tally = { created: 0, updated: 0, skipped: 0, failed: 0, problems: 0 };

export function addTo(tally: Tally, { states, problems }: BlockOutcome): Tally {
  const count = (letter: string) => states.split(letter).length - 1;
  return {
    created: tally.created + count("c"),
    updated: tally.updated + count("u"),
    skipped: tally.skipped + count("s"),
    failed: tally.failed + count("f"),
    problems: tally.problems + problems.length,
  };
}

/** The tallies of a job's files in the order given; empty before the first block. */
export function readTallies(cursor: Job["cursor"]): readonly Tally[] {
  const tallies = cursor?.["tallies"];
  return Array.isArray(tallies) ? (tallies as Tally[]) : [];
}
