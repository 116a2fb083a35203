import type { MetadataDocument } from "../contract/metadata/kind.ts";

/** A working copy: `body` null means that the document goes away. Named as published, so a rename keeps its key. */
export interface WorkingCopy {
  readonly kind: string;
  readonly apiName: string;
  readonly body: unknown;
}

/** What would be published: the published documents with the working copies laid over them. */
export function candidateDocuments(
  published: readonly MetadataDocument[],
  drafts: readonly WorkingCopy[],
): readonly MetadataDocument[] {
  const result = new Map(published.map((one) => [keyOf(one), one]));
  for (const draft of drafts) {
    if (draft.body === null) result.delete(keyOf(draft));
    else result.set(keyOf(draft), asDocument(draft));
  }
  return [...result.values()];
}

export function keyOf(one: { readonly kind: string; readonly apiName: string }): string {
  return `${one.kind}/${one.apiName}`;
}

function asDocument(draft: WorkingCopy): MetadataDocument {
  const body = draft.body as { readonly id: string; readonly apiName: string };
  return { kind: draft.kind, id: body.id, apiName: body.apiName, body };
}
