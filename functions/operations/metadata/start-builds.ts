import type { Clock } from "../../ports/clock.ts";
import type { Job } from "../../ports/job-store.ts";
import type { Build, MetadataPointer } from "../../ports/metadata-store.ts";
import type { KeptValues } from "#engine";
import type { Ids } from "../../ports/ids.ts";
import type { PlannedJob } from "./decide-builds.ts";

export interface BuildPorts {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A job with the id it will have. */
export type NamedJob = PlannedJob & { readonly id: string };

/** What was published, and the jobs it started. */
export interface Publication {
  readonly version: number;
  readonly jobs: readonly { readonly id: string; readonly kind: string }[];
}

/** The entries of the pointer for the jobs that something waits for. */
export function buildsOf(jobs: readonly NamedJob[]): Readonly<Record<string, Build>> {
  return Object.fromEntries(
    jobs.flatMap(({ id, key, kind, objectId, element, input }) =>
      key === null ? [] : [[key, { kind, objectId, element, job: id, input, state: "building" as const }]],
    ),
  );
}

/** One purge per object for values that need not be kept any longer. */
export function purgesOf(expired: readonly KeptValues[]): readonly PlannedJob[] {
  const objects = [...new Set(expired.map((one) => one.objectId))];
  return objects.map((objectId) => {
    const keys = expired.filter((one) => one.objectId === objectId).map((one) => one.key);
    return { key: null, kind: "purge", objectId, element: "*", input: { objectId, keys } };
  });
}

/** Most jobs of one publish: they are created in its transaction, which holds 100 items (AWS limit). */
export const MOST_JOBS = 90;

/**
 * The jobs that a publish creates, in the order in which they will run: conversions, then indexes that were not being
 * built before, then the rest.
 */
export function jobsToStart(
  { clock, ids }: BuildPorts,
  userId: string,
  given: {
    readonly before: MetadataPointer;
    readonly indexes: MetadataPointer["indexes"];
    readonly jobs: readonly NamedJob[];
  },
): readonly Job[] {
  const { before, indexes, jobs } = given;
  const isConversion = (one: { readonly kind: string }): boolean => one.kind === "convert";
  // One pass over an object's records gives them the keys of all its new indexes.
  const builds = Object.entries(indexes).flatMap(([objectId, list]) => {
    const fresh = list.filter((one) => one.state === "building" && !isBuilding(before, objectId, one.id));
    const input = { objectId, indexIds: fresh.map((one) => one.id) };
    return fresh.length === 0 ? [] : [{ id: ids.ulid(), kind: "index-build", input }];
  });
  const inOrder = [...jobs.filter(isConversion), ...builds, ...jobs.filter((one) => !isConversion(one))];
  const at = clock.now().toISOString();
  return inOrder.map(({ id, kind, input }) => ({
    ...{ id, kind, input, state: "queued", progress: 0, counts: {}, errors: [], cursor: null },
    ...{ createdAt: at, createdBy: userId, updatedAt: at, revision: 1 },
  }));
}

function isBuilding({ indexes }: MetadataPointer, objectId: string, indexId: string): boolean {
  return (indexes[objectId] ?? []).some((one) => one.id === indexId && one.state === "building");
}
