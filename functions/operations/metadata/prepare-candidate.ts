import {
  placeNewFields,
  withRenames,
  withStorageKeys,
  type AutomaticEdit,
  type KeptValues,
  type MetadataDocument,
} from "#engine";
import type { Candidate } from "./load-candidate.ts";

/** Days for which the values from before a deletion or a change of type are kept (storage.md §9). */
export const UNDO_DAYS = 30;

/** The documents as they would be published, with what the server does to them by itself. */
export interface PreparedCandidate extends Candidate {
  readonly edits: readonly AutomaticEdit[];
  readonly kept: readonly KeptValues[];
  readonly expired: readonly KeptValues[];
}

/**
 * Follows renames through every document, places new fields on the object's pages, and settles under which keys values are kept. Documents of an earlier version
 * (`isWhole`) mention each other rightly already.
 */
export function prepareCandidate(candidate: Candidate, now: Date, isWhole = false): PreparedCandidate {
  const { published, documents, drafts, pointer } = candidate;
  const drafted = new Set<unknown>(drafts.map((one) => one.body));
  const isDraft = (one: MetadataDocument): boolean => drafted.has(one.body);
  const renamed = isWhole ? { documents, edits: [] } : withRenames({ published, documents, isDraft });
  const placed = isWhole ? { documents, edits: [] } : placeNewFields(published, renamed.documents);
  const undoUntil = new Date(now.getTime() + UNDO_DAYS * 86_400_000).toISOString();
  const settled = withStorageKeys({
    published,
    documents: placed.documents,
    kept: pointer.kept ?? [],
    now: now.toISOString(),
    undoUntil,
  });
  return { ...candidate, ...settled, edits: [...renamed.edits, ...placed.edits] };
}
