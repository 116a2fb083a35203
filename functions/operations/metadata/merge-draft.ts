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
import { loadCandidate, type Candidate } from "./load-candidate.ts";

export interface MergeDraft {
  readonly workspace: string;
  readonly kind: string;
  readonly apiName: string;
  /** The document as the caller loaded it. */
  readonly base: Json;
  /** As the caller wants it. */
  readonly mine: Json;
}

/** Both sides' changes together, what the other side has now, and what to save the result against. */
export interface DraftMerge extends MergedDocument {
  readonly theirs: Json;
  readonly revision: number;
  /** Published version. */
  readonly version: number;
}

/** Merges what the caller wants with what another admin saved meanwhile; nothing is stored. */
export async function mergeDraft(store: MetadataStore, request: MergeDraft): Promise<Result<DraftMerge>> {
  const candidate = await loadCandidate(store, request.workspace);
  const stored = candidate && storedDocument(candidate, request);
  if (!stored) return failure(unknownDocument);
  const merged = mergeDocuments(request.base, request.mine, stored.theirs);
  return success({ ...merged, ...stored, version: candidate.pointer.version });
}

/** The working copy, else what is published; null when there is neither. */
function storedDocument(
  { drafts, published }: Candidate,
  { kind, apiName }: MergeDraft,
): Pick<DraftMerge, "theirs" | "revision"> | null {
  const isSame = (one: { readonly kind: string; readonly apiName: string }): boolean =>
    one.kind === kind && one.apiName === apiName;
  const draft = drafts.find(isSame);
  if (draft) return { theirs: draft.body as Json, revision: draft.revision };
  const document = published.find(isSame);
  return document ? { theirs: document.body as Json, revision: 0 } : null;
}

const unknownDocument: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "没有这份文档。", en: "There is no such document." },
};
