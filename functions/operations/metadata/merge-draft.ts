import {
  failure,
  mergeDocuments,
  success,
  type Json,
  type MergedDocument,
  type Problem,
  type Result,
} from "#engine";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import { loadCandidate } from "./load-candidate.ts";

export interface MergeDraft {
  readonly workspace: string;
  readonly kind: string;
  readonly apiName: string;
  /** The document as the caller loaded it. */
  readonly base: Json;
  /** As the caller wants it. */
  readonly mine: Json;
}

/** Both sides' changes together, what the other side has now, and the revision to save the result against. */
export interface DraftMerge extends MergedDocument {
  readonly theirs: Json;
  readonly revision: number;
}

/** Merges what the caller wants with what another admin saved meanwhile; nothing is stored. */
export async function mergeDraft(store: MetadataStore, request: MergeDraft): Promise<Result<DraftMerge>> {
  const candidate = await loadCandidate(store, request.workspace);
  const isSame = (one: { readonly kind: string; readonly apiName: string }): boolean =>
    one.kind === request.kind && one.apiName === request.apiName;
  const draft = candidate?.drafts.find(isSame);
  const published = candidate?.published.find(isSame);
  if (!draft && !published) return failure(unknownDocument);
  const theirs = (draft ? draft.body : (published?.body ?? null)) as Json;
  const merged = mergeDocuments(request.base, request.mine, theirs);
  return success({ ...merged, theirs, revision: draft?.revision ?? 0 });
}

const unknownDocument: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "没有这份文档。", en: "There is no such document." },
};
