import type { Json, JsonObject } from "../contract/json.ts";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import { metadataKind } from "../contract/metadata/registry.ts";
import { sameJson } from "../records/values.ts";
import { nameOf } from "./assign-ids.ts";
import { listAt } from "./element-lists.ts";
import type { Element } from "./references.ts";

export type ChangeClass = "safe" | "needsBackfill" | "destructive" | "refused";

/** One thing that publishing would change. */
export interface MetadataChange {
  readonly kind: string;
  readonly apiName: string;
  /** Place in the document; empty: the whole. */
  readonly path: string;
  readonly change: "added" | "removed" | "changed" | "renamed";
  /** The element, for finding who uses it; its object is named as it is called now. */
  readonly element: Element;
  /** Value before and after, for the admin to see; absent where the whole element came or went. */
  readonly before?: Json;
  readonly after?: Json;
  /** Id of the document. */
  readonly documentId: string;
  /** Id of the element of a list it is about; absent: the document itself. */
  readonly elementId?: string;
  /** Property that changed; absent: all of the element. */
  readonly property?: string;
}

/** Every change between two sets of documents, elements matched by id. */
export function compareMetadata(
  published: readonly MetadataDocument[],
  candidate: readonly MetadataDocument[],
): readonly MetadataChange[] {
  const before = new Map(published.map((one) => [`${one.kind}/${one.id}`, one]));
  const after = new Set(candidate.map((one) => `${one.kind}/${one.id}`));
  const changes = candidate.flatMap((one) => {
    const old = before.get(`${one.kind}/${one.id}`);
    return old ? compareDocument(old, one) : [whole(one, "added")];
  });
  const removed = published
    .filter((one) => !after.has(`${one.kind}/${one.id}`))
    .map((one) => whole(one, "removed"));
  return [...changes, ...removed];
}

function whole(document: MetadataDocument, change: "added" | "removed"): MetadataChange {
  const { kind, apiName, id: documentId } = document;
  return { kind, apiName, path: "", change, documentId, element: { kind, target: apiName } };
}

const objectKindName = "object";

function compareDocument(old: MetadataDocument, now: MetadataDocument): readonly MetadataChange[] {
  if (old.body === now.body || sameJson(plainBody(old), plainBody(now))) return [];
  const lists = metadataKind(now.kind)?.elementLists ?? [];
  const names = new Set(lists.map((pointer) => pointer.slice(1)));
  const own = compareProperties(plainBody(old), plainBody(now), names).map((one) =>
    documentChange({ old, now }, one),
  );
  const inside = lists.flatMap((pointer) =>
    now.kind === objectKindName && pointer === "/fields"
      ? compareFields(old, now)
      : compareElements(old, now, pointer),
  );
  return [...own, ...inside];
}

interface PropertyChange {
  readonly name: string;
  readonly before: Json;
  readonly after: Json;
}

function compareProperties(
  old: JsonObject,
  now: JsonObject,
  except: ReadonlySet<string>,
): readonly PropertyChange[] {
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names]
    .filter((name) => !except.has(name) && !sameJson(old[name] ?? null, now[name] ?? null))
    .map((name) => ({ name, before: old[name] ?? null, after: now[name] ?? null }));
}

function documentChange(
  { old, now }: { readonly old: MetadataDocument; readonly now: MetadataDocument },
  { name, before, after }: PropertyChange,
): MetadataChange {
  const isRename = name === "apiName";
  return {
    kind: now.kind,
    apiName: now.apiName,
    path: `/${name}`,
    change: isRename ? "renamed" : "changed",
    element: { kind: now.kind, target: isRename ? old.apiName : now.apiName },
    before,
    after,
    documentId: now.id,
    property: name,
  };
}

function compareElements(
  old: MetadataDocument,
  now: MetadataDocument,
  pointer: string,
): readonly MetadataChange[] {
  const before = byId(listAt(plainBody(old), pointer));
  const after = byId(listAt(plainBody(now), pointer));
  const base = { kind: now.kind, apiName: now.apiName, documentId: now.id, property: pointer.slice(1) };
  // Nobody mentions such an element by itself: who uses the document has no say in it.
  const elementOf = (value: Json): Element => ({
    kind: `${now.kind}${pointer}`,
    target: `${now.apiName}.${nameOf(value as JsonObject)}`,
  });
  const changed = [...after].flatMap(([id, one]): MetadataChange[] => {
    const was = before.get(id);
    const about = {
      ...{ ...base, element: elementOf(one.value) },
      ...{ path: `${pointer}/${one.at}`, elementId: String(id) },
    };
    if (!was) return [{ ...about, change: "added", after: one.value }];
    if (sameJson(was.value, one.value)) return [];
    return [{ ...about, change: "changed", before: was.value, after: one.value }];
  });
  const removed = [...before]
    .filter(([id]) => !after.has(id))
    .map(([id, one]): MetadataChange => ({
      ...base,
      ...{
        path: `${pointer}/${one.at}`,
        change: "removed",
        element: elementOf(one.value),
        elementId: String(id),
        before: one.value,
      },
    }));
  return [...changed, ...removed];
}

/** What the server itself keeps on a field; not a change of the admin's. */
const serverOwned = new Set(["storedAs", "convertedFrom"]);

function compareFields(old: MetadataDocument, now: MetadataDocument): readonly MetadataChange[] {
  const was = old.body as ObjectDefinition;
  const is = now.body as ObjectDefinition;
  const before = new Map(was.fields.map((field) => [field.id, field]));
  const after = new Set(is.fields.map((field) => field.id));
  const fields = is.fields.flatMap((field, at) => {
    const previous = before.get(field.id);
    return previous
      ? changedField({ now, at }, previous, field)
      : [{ ...fieldChange({ now, at }, field), change: "added" as const, after: summary(field) }];
  });
  const removed = was.fields.flatMap((field, at) =>
    after.has(field.id)
      ? []
      : [{ ...fieldChange({ now, at }, field), change: "removed" as const, before: summary(field) }],
  );
  return [...fields, ...removed];
}

interface FieldPlace {
  readonly now: MetadataDocument;
  readonly at: number;
}

function fieldChange({ now, at }: FieldPlace, field: FieldDefinition): Omit<MetadataChange, "change"> {
  return {
    kind: objectKindName,
    apiName: now.apiName,
    path: `/fields/${at}`,
    element: { kind: "field", target: `${now.apiName}.${field.apiName}` },
    documentId: now.id,
    elementId: field.id ?? field.apiName,
  };
}

function changedField(
  place: FieldPlace,
  was: FieldDefinition,
  field: FieldDefinition,
): readonly MetadataChange[] {
  const changes = compareProperties(
    was as unknown as JsonObject,
    field as unknown as JsonObject,
    serverOwned,
  );
  return changes.map(({ name, before, after }) => {
    const about = fieldChange(place, was);
    const change = name === "apiName" ? ("renamed" as const) : ("changed" as const);
    return { ...about, path: `${about.path}/${name}`, change, before, after, property: name };
  });
}

function summary({ apiName, type, label }: FieldDefinition): Json {
  return { apiName, type, label };
}

function byId(
  list: readonly Readonly<Record<string, unknown>>[],
): Map<unknown, { readonly at: number; readonly value: Json }> {
  return new Map(list.map((value, at) => [value["id"] ?? at, { at, value: value as Json }]));
}

function plainBody(document: MetadataDocument): JsonObject {
  return document.body as JsonObject;
}
