/** One entry of `errors` in a problem document (http-api.md, "Conventions"). */
export interface PlacedProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Problems at the place or below it. */
export function problemsUnder(problems: readonly PlacedProblem[], place: string): readonly PlacedProblem[] {
  return problems.filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`));
}

/** Problems at the place or below it, with pointers made relative to it. */
export function problemsWithin(problems: readonly PlacedProblem[], place: string): readonly PlacedProblem[] {
  return problemsUnder(problems, place).map((one) => ({ ...one, pointer: one.pointer.slice(place.length) }));
}

/** First message exactly at the place; undefined when there is none. */
export function messageAt(problems: readonly PlacedProblem[], place: string): string | undefined {
  return problems.find(({ pointer }) => pointer === place)?.message;
}

/** First message at the place or below it; undefined when there is none. */
export function messageUnder(problems: readonly PlacedProblem[], place: string): string | undefined {
  return problemsUnder(problems, place)[0]?.message;
}

/** Problems of one document among those of a whole workspace (`/{kind}/{apiName}/…`), with pointers into the document. */
export function problemsOfDocument(
  problems: readonly PlacedProblem[],
  document: { readonly kind: string; readonly apiName: string },
): readonly PlacedProblem[] {
  return problemsWithin(problems, `/${document.kind}/${document.apiName}`);
}
