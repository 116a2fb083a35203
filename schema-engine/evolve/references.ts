import type { MetadataDocument, Reference } from "../contract/metadata/kind.ts";

/** Mentions of a document, its own and those of the types it uses. */
export type ReferencesOf = (document: MetadataDocument) => readonly Reference[];

/** Another document that mentions an element. */
export interface Dependent {
  readonly kind: string;
  readonly apiName: string;
  readonly pointer: string;
}

/** Who mentions an element, for example `{ kind: "field", target: "deal.amount" }`; mentions below it count too. */
export function dependentsOf(
  documents: readonly MetadataDocument[],
  referencesOf: ReferencesOf,
  element: { readonly kind: string; readonly target: string },
): readonly Dependent[] {
  return documents.flatMap((document) =>
    referencesOf(document)
      .filter((one) => one.target === element.target || one.target.startsWith(`${element.target}.`))
      .map(({ pointer }) => ({ kind: document.kind, apiName: document.apiName, pointer })),
  );
}
