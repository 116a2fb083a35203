import {
  failure,
  invalid,
  success,
  type ObjectModel,
  type Problem,
  type Result,
  type WorkspaceModel,
} from "#engine";
import type { Ids } from "../../ports/ids.ts";
import type { MetadataPointer, PublishedVersion } from "../../ports/metadata-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import { countAffected } from "./count-affected.ts";
import { DERIVATION_FORM } from "../derive/derivation-epoch.ts";
import { derivedShape } from "../derive/derived-fields.ts";
import { decideBuilds, liveBuilds, type PlannedJob } from "./decide-builds.ts";
import { decideIndexes } from "./decide-indexes.ts";
import type { ModelSource } from "./load-model.ts";
import { planPublish, type PlannedPublish, type PlanPorts } from "./plan-publish.ts";
import {
  buildsOf,
  jobsToStart,
  MOST_JOBS,
  purgesOf,
  type NamedJob,
  type Publication,
} from "./start-builds.ts";

export interface PublishPorts extends PlanPorts {
  readonly ids: Ids;
  readonly models: ModelSource;
}

export interface PublishDraft {
  readonly workspace: string;
  readonly userId: string;
  /** Id of the plan the admin saw; null: publish whatever the plan is now (templates, restores). */
  readonly plan: string | null;
  readonly note: string;
}

/** Publishes the draft atomically: readers see the old version or the new one, never a mix. */
export async function publishDraft(ports: PublishPorts, request: PublishDraft): Promise<Result<Publication>> {
  const planned = await planPublish(ports, request.workspace);
  if (!planned.ok) return planned;
  return publishPlanned(ports, request, planned.value);
}

/** Publishes what was planned, if the plan is the one that was seen and nothing speaks against it. */
export async function publishPlanned(
  ports: PublishPorts,
  request: PublishDraft,
  planned: PlannedPublish,
): Promise<Result<Publication>> {
  const { plan } = planned;
  if (request.plan !== null && request.plan !== plan.id) return failure(planMoved);
  if (plan.refused.length > 0) return failure(...plan.refused);
  if (plan.changes.length === 0) return failure(nothingToPublish);
  return publishDocuments(ports, request, planned);
}

/** Writes the version, switches the pointer and creates the jobs of what has to be built, all in one transaction. */
async function publishDocuments(
  ports: PublishPorts,
  request: PublishDraft,
  planned: PlannedPublish,
): Promise<Result<Publication>> {
  const { candidate, plan } = planned;
  const indexes = await decideIndexes(ports, request.workspace, candidate);
  if (!indexes.ok) return indexes;
  const version = candidate.pointer.version + 1;
  const decided = await decideJobs(ports, planned, indexes.value);
  const next: MetadataPointer = {
    ...candidate.pointer,
    version,
    revision: candidate.pointer.revision + 1,
    indexes: indexes.value,
    builds: decided.builds,
    kept: candidate.kept,
    derivation: DERIVATION_FORM,
  };
  const entry: PublishedVersion = {
    version,
    publishedAt: ports.clock.now().toISOString(),
    publishedBy: request.userId,
    note: request.note,
    changes: plan.changes.length,
  };
  const about = { before: candidate.pointer, indexes: indexes.value, jobs: decided.jobs };
  const jobs = jobsToStart(ports, request.userId, about);
  if (jobs.length > MOST_JOBS) return failure(tooManyJobs);
  const published = await ports.metadataStore.publish(request.workspace, {
    expected: candidate.pointer,
    next,
    entry,
    documents: candidate.documents,
    published: candidate.drafts,
    jobs,
  });
  if (!published) return failure(planMoved);
  ports.models.invalidate(request.workspace);
  return success({ version, jobs: jobs.map(({ id, kind }) => ({ id, kind })) });
}

interface DecidedJobs {
  readonly jobs: readonly NamedJob[];
  readonly builds: NonNullable<MetadataPointer["builds"]>;
}

/** Jobs for the objects that have records; the builds of before that still have a meaning stay. */
async function decideJobs(
  ports: PublishPorts,
  { candidate: { pointer, expired }, models: { before, after } }: PlannedPublish,
  indexes: MetadataPointer["indexes"],
): Promise<DecidedJobs> {
  const wanted = new Map<string, readonly PlannedJob[]>();
  for (const object of before.objectsById.values()) {
    const found = after.objectsById.get(object.id);
    const now = found && { ...found, indexes: indexes[found.id] ?? [] };
    const kept = keptKeys(pointer, object);
    const jobs = now
      ? [
          ...decideBuilds(object, now, kept),
          ...relationsBuild(pointer, { before: [before, object], after: [after, now] }),
        ]
      : [];
    if (jobs.length > 0 && (await hasRecords(ports.recordStore, before, object))) wanted.set(object.id, jobs);
  }
  const jobs = [...[...wanted.values()].flat(), ...purgesOf(expired)].map((one) => ({
    ...one,
    id: ports.ids.ulid(),
  }));
  return { jobs, builds: { ...liveBuilds(pointer.builds ?? {}, after), ...buildsOf(jobs) } };
}

function keptKeys({ kept = [] }: MetadataPointer, { id }: { readonly id: string }): ReadonlySet<string> {
  return new Set(kept.filter((one) => one.objectId === id).map((one) => one.key));
}

/** Records that existed before what is worked out from them, or for them, or before the code that does it, must be gone through. */
function relationsBuild(
  pointer: MetadataPointer,
  {
    before,
    after,
  }: Readonly<Record<"before" | "after", readonly [model: WorkspaceModel, object: ObjectModel]>>,
): readonly PlannedJob[] {
  const isCurrent = pointer.derivation === DERIVATION_FORM;
  if (isCurrent && derivedShape(...before) === derivedShape(...after)) return [];
  const objectId = after[1].id;
  return [{ key: null, kind: "relations-build", objectId, element: "*", input: { objectId } }];
}

async function hasRecords(
  store: RecordStore,
  model: WorkspaceModel,
  object: Parameters<typeof decideBuilds>[0],
): Promise<boolean> {
  return (await countAffected(store, model, { object, filter: null, upTo: 1 })).count > 0;
}

export const planMoved: Problem = {
  kind: "conflict",
  code: "plan_moved",
  pointer: "/plan",
  message: {
    "zh-CN": "草稿或数据在您查看计划之后发生了变化，请重新查看计划。",
    en: "The draft or the data changed since you saw the plan; look at the plan again.",
  },
};

const tooManyJobs: Problem = invalid("", "limit", {
  "zh-CN": `一次发布最多启动 ${MOST_JOBS} 个后台任务，请分几次发布。`,
  en: `One publish starts at most ${MOST_JOBS} background jobs; publish the changes in parts.`,
});

const nothingToPublish: Problem = {
  kind: "conflict",
  code: "nothing_to_publish",
  pointer: "",
  message: { "zh-CN": "没有需要发布的更改。", en: "There are no changes to publish." },
};
