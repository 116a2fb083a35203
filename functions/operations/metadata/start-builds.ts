import type { Clock } from "../../ports/clock.ts";
import type { JobStore } from "../../ports/job-store.ts";
import type { Build, MetadataPointer } from "../../ports/metadata-store.ts";
import type { KeptValues } from "#engine";
import type { Ids } from "../../ports/ids.ts";
import type { PlannedJob } from "./decide-builds.ts";

export interface BuildPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobStore: JobStore;
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

/**
 * Creates the jobs of a publish: conversions first, then indexes, then the rest; and those of an earlier publish that
 * died before it created them. Gives the jobs it created, in the order in which they will run.
 */
export async function startBuilds(
  ports: BuildPorts,
  request: { readonly workspace: string; readonly userId: string },
  { pointer, jobs }: { readonly pointer: MetadataPointer; readonly jobs: readonly NamedJob[] },
): Promise<Publication["jobs"]> {
  const created: { readonly id: string; readonly kind: string }[] = [];
  const create = async (job: Pick<NamedJob, "id" | "kind" | "input">): Promise<void> => {
    await createJob(ports, request, job);
    created.push({ id: job.id, kind: job.kind });
  };
  const isConversion = (one: { readonly kind: string }): boolean => one.kind === "convert";
  for (const job of jobs.filter(isConversion)) await create(job);
  for (const [objectId, indexes] of Object.entries(pointer.indexes))
    for (const index of indexes.filter((one) => one.state === "building"))
      await create({ id: ports.ids.ulid(), kind: "index-build", input: { objectId, indexId: index.id } });
  for (const job of jobs.filter((one) => !isConversion(one))) await create(job);
  const fresh = new Set(jobs.map((one) => one.id));
  for (const { job: id, kind, input, state } of Object.values(pointer.builds ?? {})) {
    if (fresh.has(id) || state !== "building") continue;
    if ((await ports.jobStore.get(request.workspace, id)) === null) await create({ id, kind, input });
  }
  return created;
}

function createJob(
  { clock, jobStore }: BuildPorts,
  { workspace, userId }: { readonly workspace: string; readonly userId: string },
  { id, kind, input }: Pick<NamedJob, "id" | "kind" | "input">,
): Promise<void> {
  const at = clock.now().toISOString();
  return jobStore.create(workspace, {
    ...{ id, kind, input, state: "queued", progress: 0, counts: {}, errors: [], cursor: null },
    ...{ createdAt: at, createdBy: userId, updatedAt: at, revision: 1 },
  });
}
