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
  const { elementLists = [], nestedElements = [] } = metadataKind(kind) ?? {};
  const withElements = elementLists.reduce((result, pointer) => {
    const before = listAt(previous, pointer);
    const elements = numbered(listAt(body, pointer), before, fresh);
    const inner = nestedElements.filter((one) => one.list === pointer).map((one) => one.within);
    return withListAt(
      result,
      pointer,
      inner.length === 0 ? elements : withNested(elements, before, { inner, fresh }),
    );
  }, body);
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

/** Ids of lists inside the elements; an element is matched with its predecessor by its own id. */
function withNested(
  elements: readonly Body[],
  before: readonly Body[],
  how: { readonly inner: readonly string[]; readonly fresh: () => string },
): readonly Body[] {
  const known = new Map(before.map((one) => [one["id"], one]));
  return elements.map((element) =>
    how.inner.reduce((result, pointer) => {
      const path = pointer.slice(1).split("/");
      const list = nestedList(element, path);
      if (!list) return result;
      const was = nestedList(known.get(element["id"]), path) ?? [];
      return withNestedList(result, path, numbered(list, was, how.fresh));
    }, element),
  );
}

function nestedList(element: Body | undefined, path: readonly string[]): readonly Body[] | null {
  const found = path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? (value as Body)[step] : undefined),
    element,
  );
  return Array.isArray(found) ? (found as readonly Body[]) : null;
}

function withNestedList(element: Body, path: readonly string[], list: readonly Body[]): Body {
  const [step = "", ...rest] = path;
  if (rest.length === 0) return { ...element, [step]: list };
  return { ...element, [step]: withNestedList(element[step] as Body, rest, list) };
}

/** What an element is called inside its list. */
export function nameOf(element: Body): string {
  return String(element["apiName"] ?? element["option"] ?? element["value"] ?? element["id"] ?? "");
}
