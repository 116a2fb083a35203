import type { VirtualClock } from "./clock.ts";
import type { DemoUser } from "./demo-users.ts";
import { readIfThere, writePrivate } from "./private-file.ts";

/** What a seeder of the demo workspaces gets; the server already answers. */
export interface DemoContext {
  readonly origin: string;
  /** People whom the identity provider knows; a workspace needs a user item with the same id for each. */
  readonly users: readonly DemoUser[];
  readonly clock: VirtualClock;
  /** An access token of one of the people. */
  token(email: string): Promise<string>;
  /** Resolves when everything that follows from the writes so far has run. */
  drain(): Promise<void>;
}

export type DemoSeeder = (context: DemoContext) => Promise<void>;

/**
 * Runs the seeder when it has not yet run to its end on this folder; a start killed in the middle runs it again, so it
 * must leave alone what is there.
 */
export async function seedOnce(seed: DemoSeeder, doneFile: string, context: DemoContext): Promise<void> {
  const kept = doneFile !== ":memory:";
  if (kept && readIfThere(doneFile) !== undefined) return;
  await seed(context);
  if (kept) writePrivate(doneFile, context.clock.now().toISOString());
}
