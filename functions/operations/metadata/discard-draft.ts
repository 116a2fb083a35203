import { failure, success, type Problem, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import { loadCandidate } from "./load-candidate.ts";

export interface DiscardDraft {
  readonly workspace: string;
  readonly userId: string;
  readonly kind: string;
  readonly apiName: string;
  /** Only drop the working copy; otherwise a published document is marked to go away at the next publish. */
  readonly onlyWorkingCopy: boolean;
}

export async function discardDraft(
  ports: { readonly metadataStore: MetadataStore; readonly clock: Clock },
  request: DiscardDraft,
): Promise<Result<null>> {
  const { workspace, kind, apiName } = request;
  const candidate = await loadCandidate(ports.metadataStore, workspace);
  const isSame = (one: { readonly kind: string; readonly apiName: string }) =>
    one.kind === kind && one.apiName === apiName;
  const draft = candidate?.drafts.find(isSame);
  const published = candidate?.published.some(isSame) ?? false;
  if (!draft && !published) return failure(notFound);

  if (request.onlyWorkingCopy || !published) {
    await ports.metadataStore.discardDraft(workspace, kind, apiName);
    return success(null);
  }
  return markRemoved(ports, request, draft?.revision ?? 0);
}

async function markRemoved(
  ports: { readonly metadataStore: MetadataStore; readonly clock: Clock },
  request: DiscardDraft,
  revision: number,
): Promise<Result<null>> {
  const { workspace, kind, apiName, userId } = request;
  const updatedAt = ports.clock.now().toISOString();
  const removal = { kind, apiName, body: null, revision: revision + 1, updatedAt, updatedBy: userId };
  const saved = await ports.metadataStore.saveDraft(workspace, removal, revision);
  return saved ? success(null) : failure(moved);
}

const notFound: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "找不到这份文档。", en: "There is no such document." },
};

const moved: Problem = {
  kind: "stale",
  code: "version_mismatch",
  pointer: "",
  message: { "zh-CN": "草稿刚被修改，请重新载入。", en: "The working copy was just changed; load it again." },
};
