import type { MetadataDocument } from "../contract/metadata/kind.ts";
import { pathOf } from "../shared/json-pointer.ts";
import type { Dependent } from "./references.ts";

/** Places that may simply go, by kind: the list element (or the key) that a mention stands in, `*` for any part. */
const removable: Readonly<Record<string, readonly string[]>> = {
  view: ["/columns/*", "/sort/*"],
  layout: [
    "/highlights/*",
    "/tabs/*/sections/*/items/*",
    "/tabs/*/relatedLists/*/columns/*",
    "/tabs/*/relatedLists/*",
  ],
  role: ["/objects/*/fields/*", "/objects/*"],
  app: ["/groups/*/items/*"],
  rule: ["/fields/*"],
  pipeline: ["/stages/*/requiredFields/*", "/transitions/*/requiredFields/*"],
  object: ["/recordTypes/*/options/*/*", "/recordTypes/*/options/*"],
};

/** Lists that go with their last element. */
const emptiable = new Set([
  "sections",
  "groups",
  "fields",
  "requiredFields",
  "highlights",
  "sort",
  "relatedLists",
]);

export interface RemovedMentions {
  /** Documents that changed. */
  readonly documents: readonly MetadataDocument[];
  /** Mentions that cannot be removed without deciding something: conditions, triggers, group and stage fields. */
  readonly left: readonly Dependent[];
}

/** Takes mentions out of the documents where that is safe, and tells those where it is not. */
export function removeMentions(
  documents: readonly MetadataDocument[],
  mentions: readonly Dependent[],
): RemovedMentions {
  const places = mentions.map((mention) => ({ mention, place: placeOf(mention) }));
  const left = places.filter((one) => one.place === null).map((one) => one.mention);
  if (left.length > 0) return { documents: [], left };
  const changed = documents.flatMap((document) => {
    const mine = places.filter(
      ({ mention }) => mention.kind === document.kind && mention.apiName === document.apiName,
    );
    const pointers = [...new Set(mine.map((one) => one.place ?? ""))];
    if (pointers.length === 0) return [];
    const body = pointers
      .map(pathOf)
      .sort(laterFirst)
      .reduce<unknown>((result, path) => without(result, path), document.body);
    return [{ ...document, body }];
  });
  return { documents: changed, left };
}

function placeOf({ kind, pointer }: Dependent): string | null {
  const path = pointer.split("/").slice(1);
  for (const pattern of removable[kind] ?? []) {
    const parts = pattern.split("/").slice(1);
    const fits = parts.length <= path.length && parts.every((part, at) => part === "*" || part === path[at]);
    const rest = path.slice(parts.length);
    if (fits && (rest.length === 0 || rest.join("/") === "field" || rest.join("/") === "object"))
      return `/${path.slice(0, parts.length).join("/")}`;
  }
  return null;
}

/** Elements of one list from the back, so that the places of the others stay right. */
function laterFirst(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  const [one = "", other = ""] = [a[at], b[at]];
  const isIndex = /^\d+$/.test(one) && /^\d+$/.test(other);
  return isIndex ? Number(other) - Number(one) : b.length - a.length;
}

function without(value: unknown, path: readonly string[]): unknown {
  const [key = "", ...rest] = path;
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    if (rest.length === 0) return list.filter((_one, at) => String(at) !== key);
    return list.flatMap((one, at) => {
      if (String(at) !== key) return [one];
      const next = without(one, rest);
      return isEmptied(next) ? [] : [next];
    });
  }
  const entries = Object.entries(value as object) as readonly (readonly [string, unknown])[];
  return Object.fromEntries(
    entries.flatMap(([name, child]) => {
      if (name !== key) return [[name, child]];
      if (rest.length === 0) return [];
      const next = without(child, rest);
      return Array.isArray(next) && next.length === 0 && emptiable.has(name) ? [] : [[name, next]];
    }),
  );
}

/** A section or group that lost its last item. */
function isEmptied(value: unknown): boolean {
  const items = (value as { readonly items?: unknown } | null)?.items;
  return Array.isArray(items) && items.length === 0;
}
