import {
  dependentsAmong,
  failure,
  removeMentions,
  success,
  type Element,
  type Problem,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import { loadCandidate } from "./load-candidate.ts";
import { saveDraft } from "./save-draft.ts";

export interface RepairDraft {
  readonly workspace: string;
  readonly userId: string;
  readonly element: Element;
}

/**
 * Removes every mention of an element from the working copy, so that the element may go: columns, layout items,
 * permissions. Refused as a whole, with the list, when a mention stands where removing it would decide something.
 */
export async function repairDraft(
  ports: { readonly metadataStore: MetadataStore; readonly clock: Clock; readonly ids: Ids },
  { workspace, userId, element }: RepairDraft,
): Promise<Result<{ readonly changed: readonly { readonly kind: string; readonly apiName: string }[] }>> {
  const candidate = await loadCandidate(ports.metadataStore, workspace);
  if (!candidate) return success({ changed: [] });
  const mentions = dependentsAmong(candidate.published, candidate.documents)(element);
  const { documents, left } = removeMentions(candidate.documents, mentions);
  if (left.length > 0) return failure(needsDecision(left));
  for (const { kind, apiName, body } of documents) {
    const saved = await saveDraft(ports, { workspace, userId, kind, apiName, body, expectedRevision: null });
    if (!saved.ok) return saved;
  }
  return success({ changed: documents.map(({ kind, apiName }) => ({ kind, apiName })) });
}

function needsDecision(usedBy: readonly unknown[]): Problem {
  return {
    kind: "conflict",
    code: "in_use",
    pointer: "/element",
    message: {
      "zh-CN": `有 ${usedBy.length} 处引用（如条件、触发器）无法自动移除，请手动修改。`,
      en: `${usedBy.length} mentions (conditions, triggers …) cannot be removed by themselves; change them first.`,
    },
    details: { usedBy },
  };
}
