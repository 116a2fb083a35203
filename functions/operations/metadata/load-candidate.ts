import { candidateDocuments, type MetadataDocument } from "#engine";
import type { DraftDocument, MetadataPointer, MetadataStore } from "../../ports/metadata-store.ts";

/** The published state, the working copies, and what the two would make together. */
export interface Candidate {
  readonly pointer: MetadataPointer;
  readonly published: readonly MetadataDocument[];
  readonly drafts: readonly DraftDocument[];
  readonly documents: readonly MetadataDocument[];
}

/** Null when the workspace does not exist. */
export async function loadCandidate(store: MetadataStore, workspace: string): Promise<Candidate | null> {
  const [pointer, drafts] = await Promise.all([store.pointer(workspace), store.draft(workspace)]);
  if (!pointer) return null;
  const published = pointer.version === 0 ? [] : await store.documents(workspace, pointer.version);
  return { pointer, published, drafts, documents: candidateDocuments(published, drafts) };
}
