import { metadataKind } from "../contract/metadata/registry.ts";
import { listAt, withListAt } from "./element-lists.ts";

type Body = Readonly<Record<string, unknown>>;

/**
 * Gives every element of a document its immutable id: the one it sends, else the one its namesake had in the previous
 * version, else a new one. `newId` is asked until it gives an id that is not in `taken`.
 */
export function assignIds(
  kind: string,
  documents: { readonly body: Body; readonly previous: Body | null },
  ids: { readonly newId: () => string; readonly taken: ReadonlySet<string> },
): Body {
  const { body, previous } = documents;
  const used = new Set(ids.taken);
  const fresh = (): string => {
    let id = ids.newId();
    while (used.has(id)) id = ids.newId();
    used.add(id);
    return id;
  };
  const lists = metadataKind(kind)?.elementLists ?? [];
  const withElements = lists.reduce(
    (result, pointer) =>
      withListAt(result, pointer, numbered(listAt(body, pointer), listAt(previous, pointer), fresh)),
    body,
  );
  return { id: body["id"] ?? previous?.["id"] ?? fresh(), ...withElements };
}

function numbered(elements: readonly Body[], before: readonly Body[], fresh: () => string): readonly Body[] {
  const known = new Map(before.map((one) => [nameOf(one), one["id"]]));
  const sent = new Set(elements.map((one) => one["id"]).filter((id) => id !== undefined));
  return elements.map((one) => {
    if (one["id"] !== undefined) return one;
    const inherited = known.get(nameOf(one));
    return { id: inherited === undefined || sent.has(inherited) ? fresh() : inherited, ...one };
  });
}

/** What an element is called inside its list. */
export function nameOf(element: Body): string {
  return String(element["apiName"] ?? element["option"] ?? element["id"] ?? "");
}
