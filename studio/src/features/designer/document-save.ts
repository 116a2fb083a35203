import type { JsonObject } from "#engine";
import { ApiError } from "../../api/api-error.ts";
import type { Draft, DraftMerge, Loaded } from "./draft.ts";
import type { DesignDocument, DraftEntry } from "./draft-documents.ts";

/** A document as it was when the screen was filled from it. */
export interface DocumentBase extends Loaded {
  readonly body: JsonObject | null;
}

/** The ways of a draft that saving one document needs. */
export type SavingDraft = Pick<Draft, "documents" | "version" | "saveOver" | "merge" | "discard" | "refetch">;

/** Stored, or not because another admin was faster: then both sides' changes together. */
export type SaveOutcome = { readonly entry: DraftEntry } | { readonly merge: DraftMerge };

/** Saves what was made of `base`; throws the `ApiError` of every other refusal than that somebody else saved meanwhile. */
export async function saveOrMerge(
  draft: SavingDraft,
  target: { readonly kind: string; readonly apiName: string },
  { base, mine }: { readonly base: DocumentBase; readonly mine: object },
): Promise<SaveOutcome> {
  try {
    return { entry: await draft.saveOver({ ...target, loaded: base }, mine) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    return { merge: await draft.merge(target, { base: base.body, mine }) };
  }
}

/** What a screen is filled from now. */
export function baseOf(draft: SavingDraft, document: DesignDocument | undefined): DocumentBase {
  return {
    body: document?.body ?? null,
    revision: document?.revision ?? 0,
    version: draft.version(),
  };
}
