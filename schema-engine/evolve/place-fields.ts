import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { LayoutDefinition, LayoutSection } from "../contract/metadata/layout.ts";
import type { ObjectDefinition } from "../contract/metadata/object.ts";
import type { AutomaticEdit } from "./follow-renames.ts";

type Documents = readonly MetadataDocument[];

/**
 * Puts fields that are new, and that no layout of their object shows, at the end of the first section with room in each
 * of the object's pages; a field that nobody can see looks as if it had not been added. Layouts changed in the same
 * publish that place it are left as they are.
 */
export function placeNewFields(
  published: Documents,
  documents: Documents,
): { readonly documents: Documents; readonly edits: readonly AutomaticEdit[] } {
  const unplaced = new Map(documents.flatMap((one) => newFields(one, { published, documents })));
  if (unplaced.size === 0) return { documents, edits: [] };
  const edits: AutomaticEdit[] = [];
  const placed = documents.map((document) => {
    const names = isPage(document) ? unplaced.get(layoutOf(document).object) : undefined;
    if (!names) return document;
    return names.reduce((result, name) => withField(result, name, edits), document);
  });
  return { documents: placed, edits };
}

/** Most places of a section (contract/metadata/layout.ts). */
const MOST_ITEMS = 100;

function newFields(
  document: MetadataDocument,
  { published, documents }: { readonly published: Documents; readonly documents: Documents },
): readonly (readonly [object: string, fields: readonly string[]])[] {
  const before = published.find((one) => one.kind === "object" && one.id === document.id);
  if (document.kind !== "object" || !before || before.body === document.body) return [];
  const { apiName, fields } = document.body as ObjectDefinition;
  const old = new Set((before.body as ObjectDefinition).fields.map((one) => one.id));
  const shown = new Set(
    documents
      .filter((one) => one.kind === "layout" && layoutOf(one).object === apiName)
      .flatMap((one) => fieldsOf(layoutOf(one))),
  );
  const names = fields.filter((one) => !old.has(one.id) && !shown.has(one.apiName)).map((one) => one.apiName);
  return names.length === 0 ? [] : [[apiName, names]];
}

function isPage(document: MetadataDocument): boolean {
  return document.kind === "layout" && (layoutOf(document).variant ?? "record") !== "compact";
}

function layoutOf({ body }: MetadataDocument): LayoutDefinition {
  return body as LayoutDefinition;
}

function fieldsOf({ tabs }: LayoutDefinition): readonly string[] {
  return tabs.flatMap(({ sections }) =>
    (sections ?? []).flatMap(({ items }) => items.map((one) => one.field)),
  );
}

function withField(document: MetadataDocument, field: string, edits: AutomaticEdit[]): MetadataDocument {
  const body = layoutOf(document);
  const tab = body.tabs.findIndex(({ sections }) => sections?.some(hasRoom));
  const section = body.tabs[tab]?.sections?.findIndex(hasRoom) ?? -1;
  const items = body.tabs[tab]?.sections?.[section]?.items;
  if (!items) return document;
  const pointer = `/tabs/${tab}/sections/${section}/items/${items.length}/field`;
  edits.push({ kind: document.kind, apiName: document.apiName, pointer, before: "", after: field });
  const tabs = replaced(body.tabs, tab, (one) => ({
    ...one,
    sections: replaced(one.sections ?? [], section, (given) => ({
      ...given,
      items: [...given.items, { field }],
    })),
  }));
  return { ...document, body: { ...body, tabs } };
}

function hasRoom({ items }: LayoutSection): boolean {
  return items.length < MOST_ITEMS;
}

function replaced<One>(list: readonly One[], at: number, change: (one: One) => One): readonly One[] {
  return list.map((one, which) => (which === at ? change(one) : one));
}
