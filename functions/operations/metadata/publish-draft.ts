import { failure, success, type Problem, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { JobStore } from "../../ports/job-store.ts";
import type { MetadataPointer, PublishedVersion } from "../../ports/metadata-store.ts";
import { decideIndexes } from "./decide-indexes.ts";
import type { ModelSource } from "./load-model.ts";
import { planPublish, type PlannedPublish, type PlanPorts } from "./plan-publish.ts";

export interface PublishPorts extends PlanPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobStore: JobStore;
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
export async function publishDraft(
  ports: PublishPorts,
  request: PublishDraft,
): Promise<Result<{ readonly version: number }>> {
  const planned = await planPublish(ports, request.workspace);
  if (!planned.ok) return planned;
  const { plan } = planned.value;
  if (request.plan !== null && request.plan !== plan.id) return failure(planMoved);
  if (plan.refused.length > 0) return failure(...plan.refused);
  if (plan.changes.length === 0) return failure(nothingToPublish);
  return publishDocuments(ports, request, planned.value);
}

/** Writes the version, switches the pointer, starts what has to be built. */
export async function publishDocuments(
  ports: PublishPorts,
  request: PublishDraft,
  { candidate, plan }: PlannedPublish,
): Promise<Result<{ readonly version: number }>> {
  const indexes = await decideIndexes(ports, request.workspace, candidate);
  if (!indexes.ok) return indexes;
  const version = candidate.pointer.version + 1;
  const next: MetadataPointer = {
    ...candidate.pointer,
    version,
    revision: candidate.pointer.revision + 1,
    indexes: indexes.value,
  };
  const entry: PublishedVersion = {
    version,
    publishedAt: ports.clock.now().toISOString(),
    publishedBy: request.userId,
    note: request.note,
    changes: plan.changes.length,
  };
  const published = await ports.metadataStore.publish(request.workspace, {
    expected: candidate.pointer,
    next,
    entry,
    documents: candidate.documents,
    published: candidate.drafts,
  });
  if (!published) return failure(planMoved);
  ports.models.invalidate(request.workspace);
  await startIndexBuilds(ports, request, next);
  return success({ version });
}

async function startIndexBuilds(
  ports: PublishPorts,
  request: PublishDraft,
  pointer: MetadataPointer,
): Promise<void> {
  for (const [objectId, indexes] of Object.entries(pointer.indexes)) {
    for (const index of indexes.filter((one) => one.state === "building")) {
      const at = ports.clock.now().toISOString();
      await ports.jobStore.create(request.workspace, {
        id: ports.ids.ulid(),
        kind: "index-build",
        state: "queued",
        progress: 0,
        counts: { touched: 0 },
        errors: [],
        input: { objectId, indexId: index.id },
        cursor: null,
        createdAt: at,
        createdBy: request.userId,
        updatedAt: at,
        revision: 1,
      });
    }
  }
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

const nothingToPublish: Problem = {
  kind: "conflict",
  code: "nothing_to_publish",
  pointer: "",
  message: { "zh-CN": "没有需要发布的更改。", en: "There are no changes to publish." },
};
