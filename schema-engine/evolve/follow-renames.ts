import { mentionsIn, pathsIn, type Mention } from "../compile/mentions.ts";
import type { Registries } from "../compile/registries.ts";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import { pathOf } from "../shared/json-pointer.ts";
import { namesOf, type Names } from "./names.ts";

/** A mention that a rename elsewhere changes by itself. */
export interface AutomaticEdit {
  readonly kind: string;
  readonly apiName: string;
  readonly pointer: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The documents with every mention of a renamed element under its new name. In a document without a working copy all
 * names are old ones; in a working copy a name that exists now means what is called so now.
 */
export function followRenames(
  request: {
    readonly published: readonly MetadataDocument[];
    readonly documents: readonly MetadataDocument[];
    readonly isDraft: (document: MetadataDocument) => boolean;
  },
  registries: Registries,
): { readonly documents: readonly MetadataDocument[]; readonly edits: readonly AutomaticEdit[] } {
  const { published, documents, isDraft } = request;
  if (!hasRenames(published, documents)) return { documents, edits: [] };
  const names = namesOf(published, documents, registries);
  const edits: AutomaticEdit[] = [];
  const followed = documents.map((document) => {
    const isOld = !isDraft(document);
    const changes = mentionsIn(document, registries).flatMap((one) => changeOf(one, names, isOld));
    if (changes.length === 0) return document;
    for (const { pointer, before, after } of changes)
      edits.push({ kind: document.kind, apiName: document.apiName, pointer, before, after });
    return { ...document, body: applied(document.body, changes) };
  });
  return { documents: followed, edits };
}

function hasRenames(published: readonly MetadataDocument[], documents: readonly MetadataDocument[]): boolean {
  const now = new Map(documents.map((one) => [`${one.kind}/${one.id}`, one]));
  return published.some((old) => {
    const document = now.get(`${old.kind}/${old.id}`);
    if (!document || document.body === old.body) return false;
    if (document.apiName !== old.apiName) return true;
    const fields = new Map(fieldsOf(document).map((one) => [one.id, one.apiName]));
    return fieldsOf(old).some(({ id, apiName }) => fields.has(id) && fields.get(id) !== apiName);
  });
}

function fieldsOf({ body }: MetadataDocument): readonly { readonly id?: string; readonly apiName: string }[] {
  return (
    (body as { readonly fields?: readonly { id?: string; apiName: string }[] }).fields?.filter(
      (one) => typeof one === "object",
    ) ?? []
  );
}

interface Change {
  readonly pointer: string;
  readonly isKey: boolean;
  readonly before: string;
  readonly after: string;
}

function changeOf(mention: Mention, names: Names, isOld: boolean): readonly Change[] {
  if (mention.option !== undefined) return [];
  const { as, from, text: before, pointer, isKey } = mention;
  const after =
    as === "name"
      ? names.document(from, before, isOld)
      : as === "path"
        ? renamedPath(names, { from, path: before, isOld })
        : renamedText(names, { from, text: before, isOld });
  return after === before ? [] : [{ pointer, isKey, before, after }];
}

function renamedPath(
  names: Names,
  { from, path, isOld }: { readonly from: string; readonly path: string; readonly isOld: boolean },
): string {
  return names
    .path(from, path, isOld)
    .map((one) => one.name)
    .join(".");
}

function renamedText(
  names: Names,
  { from, text, isOld }: { readonly from: string; readonly text: string; readonly isOld: boolean },
): string {
  return pathsIn(text).reduceRight(
    (result, { path, at }) =>
      result.slice(0, at) + renamedPath(names, { from, path, isOld }) + result.slice(at + path.length),
    text,
  );
}

/** Values first, then keys from the deepest up, so that pointers stay right. */
function applied(body: unknown, changes: readonly Change[]): unknown {
  const values = changes.filter((one) => !one.isKey);
  const keys = changes.filter((one) => one.isKey).sort((a, b) => b.pointer.length - a.pointer.length);
  const replaced = values.reduce(
    (result, { pointer, after }) => changedAt(result, pathOf(pointer), () => after),
    body,
  );
  return keys.reduce((result, { pointer, after }) => {
    const path = pathOf(pointer);
    const last = path.at(-1);
    return changedAt(result, path.slice(0, -1), (parent) =>
      Object.fromEntries(
        Object.entries(parent as object).map(([key, value]: [string, unknown]) => [
          key === last ? after : key,
          value,
        ]),
      ),
    );
  }, replaced);
}

function changedAt(value: unknown, path: readonly string[], change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((one: unknown, at) => (String(at) === key ? changedAt(one, rest, change) : one));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: changedAt(record[key], rest, change) };
}
