import type { Json, JsonObject } from "../contract/json.ts";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { Filter } from "../contract/query.ts";
import { metadataKind } from "../contract/metadata/registry.ts";
import { listAt } from "./element-lists.ts";

export type ChangeClass = "safe" | "needsBackfill" | "destructive" | "refused";

/** One thing that publishing would change. */
export interface MetadataChange {
  readonly kind: string;
  readonly apiName: string;
  /** Place in the document; empty: the whole. */
  readonly path: string;
  readonly change: "added" | "removed" | "changed" | "renamed";
  /** Class when records are affected; without any, everything is safe. */
  readonly whenAffected: ChangeClass;
  /** Records it touches: an object's API name in the published or the new metadata, and which of its records. Null: none. */
  readonly impact: {
    readonly object: string;
    readonly in: "published" | "candidate";
    readonly filter: Filter | null;
  } | null;
  /** The element, for finding who uses it. */
  readonly element: { readonly kind: string; readonly target: string };
  /** Value before and after, for the admin to see; absent where the whole element came or went. */
  readonly before?: Json;
  readonly after?: Json;
}

/** Values of a field's closed set of choices, asked of its type; empty when it has none. */
export type ChoicesOf = (field: FieldDefinition) => readonly string[];

/** Every change between two sets of documents, elements matched by id. */
export function compareMetadata(
  published: readonly MetadataDocument[],
  candidate: readonly MetadataDocument[],
  choicesOf: ChoicesOf,
): readonly MetadataChange[] {
  const before = new Map(published.map((one) => [`${one.kind}/${one.id}`, one]));
  const after = new Map(candidate.map((one) => [`${one.kind}/${one.id}`, one]));
  const changes = candidate.flatMap((one) => {
    const old = before.get(`${one.kind}/${one.id}`);
    return old ? compareDocument(old, one, choicesOf) : [whole(one, "added")];
  });
  const removed = published
    .filter((one) => !after.has(`${one.kind}/${one.id}`))
    .map((one) => whole(one, "removed"));
  return [...changes, ...removed];
}

function whole(document: MetadataDocument, change: "added" | "removed"): MetadataChange {
  const losesRecords = document.kind === objectKindName && change === "removed";
  return {
    kind: document.kind,
    apiName: document.apiName,
    path: "",
    change,
    whenAffected: losesRecords ? "destructive" : "safe",
    impact: losesRecords ? { object: document.apiName, in: "published", filter: null } : null,
    element: { kind: document.kind, target: document.apiName },
  };
}

const objectKindName = "object";

function compareDocument(
  old: MetadataDocument,
  now: MetadataDocument,
  choicesOf: ChoicesOf,
): readonly MetadataChange[] {
  if (JSON.stringify(old.body) === JSON.stringify(now.body)) return [];
  const lists = metadataKind(now.kind)?.elementLists ?? [];
  const names = new Set(lists.map((pointer) => pointer.slice(1)));
  const own = compareProperties(plainBody(old), plainBody(now), names).map((one) => documentChange(now, one));
  if (now.kind === objectKindName) return [...own, ...compareFields(old, now, choicesOf)];
  return [...own, ...lists.flatMap((pointer) => compareElements(old, now, pointer))];
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
    .filter((name) => !except.has(name) && JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => ({ name, before: old[name] ?? null, after: now[name] ?? null }));
}

function documentChange(document: MetadataDocument, { name, before, after }: PropertyChange): MetadataChange {
  return {
    kind: document.kind,
    apiName: document.apiName,
    path: `/${name}`,
    change: name === "apiName" ? "renamed" : "changed",
    whenAffected: "safe",
    impact: null,
    element: { kind: document.kind, target: name === "apiName" ? String(before) : document.apiName },
    before,
    after,
  };
}

function compareElements(
  old: MetadataDocument,
  now: MetadataDocument,
  pointer: string,
): readonly MetadataChange[] {
  const before = byId(listAt(plainBody(old), pointer));
  const after = byId(listAt(plainBody(now), pointer));
  const base = { kind: now.kind, apiName: now.apiName, whenAffected: "safe", impact: null } as const;
  const element = { kind: now.kind, target: now.apiName };
  const changed = [...after].flatMap(([id, one]): MetadataChange[] => {
    const was = before.get(id);
    const path = `${pointer}/${one.at}`;
    if (!was) return [{ ...base, path, change: "added", element }];
    if (JSON.stringify(was.value) === JSON.stringify(one.value)) return [];
    return [{ ...base, path, change: "changed", element, before: was.value, after: one.value }];
  });
  const removed = [...before]
    .filter(([id]) => !after.has(id))
    .map(([, one]): MetadataChange => ({
      ...base,
      path: `${pointer}/${one.at}`,
      change: "removed",
      element,
    }));
  return [...changed, ...removed];
}

function compareFields(
  old: MetadataDocument,
  now: MetadataDocument,
  choicesOf: ChoicesOf,
): readonly MetadataChange[] {
  const was = old.body as ObjectDefinition;
  const is = now.body as ObjectDefinition;
  const before = new Map(was.fields.map((field) => [field.id, field]));
  const after = new Set(is.fields.map((field) => field.id));
  const fields = is.fields.flatMap((field, at) => {
    const place = { object: was.apiName, now: is.apiName, at };
    const previous = before.get(field.id);
    return previous ? changedField(place, previous, { field, choicesOf }) : [addedField(place, field)];
  });
  const removed = was.fields
    .filter((field) => !after.has(field.id))
    .map((field, at) => removedField({ object: was.apiName, now: is.apiName, at }, field));
  return [...fields, ...removed];
}

interface FieldPlace {
  readonly object: string;
  readonly now: string;
  readonly at: number;
}

function fieldChange(
  place: FieldPlace,
  field: FieldDefinition,
  path: string,
): Omit<MetadataChange, "change"> {
  return {
    kind: objectKindName,
    apiName: place.now,
    path: `/fields/${place.at}${path}`,
    whenAffected: "safe",
    impact: null,
    element: { kind: "field", target: `${place.object}.${field.apiName}` },
  };
}

function addedField(place: FieldPlace, field: FieldDefinition): MetadataChange {
  const impact = { object: place.object, in: "published", filter: null } as const;
  const base = fieldChange(place, field, "");
  const after = { apiName: field.apiName, type: field.type };
  if (field.indexed) return { ...base, change: "added", whenAffected: "needsBackfill", impact, after };
  return { ...base, change: "added", impact: field.required ? impact : null, after };
}

function removedField(place: FieldPlace, field: FieldDefinition): MetadataChange {
  const filter: Filter = { field: field.apiName, op: "isNotEmpty" };
  return {
    ...fieldChange(place, field, ""),
    change: "removed",
    whenAffected: "destructive",
    impact: { object: place.object, in: "published", filter },
    before: { apiName: field.apiName, type: field.type },
  };
}

function changedField(
  place: FieldPlace,
  was: FieldDefinition,
  { field, choicesOf }: { field: FieldDefinition; choicesOf: ChoicesOf },
): readonly MetadataChange[] {
  return compareProperties(was as unknown as JsonObject, field as unknown as JsonObject, new Set()).map(
    (one) => {
      const base = { ...fieldChange(place, was, `/${one.name}`), before: one.before, after: one.after };
      const change = one.name === "apiName" ? ("renamed" as const) : ("changed" as const);
      return { ...base, change, ...effectOf(one, { place, was, field, choicesOf }) };
    },
  );
}

type Effect = Partial<Pick<MetadataChange, "whenAffected" | "impact">>;
interface FieldPair {
  readonly place: FieldPlace;
  readonly was: FieldDefinition;
  readonly field: FieldDefinition;
  readonly choicesOf: ChoicesOf;
}

function effectOf(change: PropertyChange, pair: FieldPair): Effect {
  const on = change.after === true;
  const records = (filter: Filter | null) => ({
    object: pair.place.object,
    in: "published" as const,
    filter,
  });
  const name = pair.was.apiName;
  const effects: Readonly<Record<string, () => Effect>> = {
    type: () => ({ whenAffected: "refused", impact: records({ field: name, op: "isNotEmpty" }) }),
    required: () => (on ? { impact: records({ field: name, op: "isEmpty" }) } : {}),
    unique: () => (on ? { whenAffected: "refused", impact: records({ field: name, op: "isNotEmpty" }) } : {}),
    indexed: () => (on ? { whenAffected: "needsBackfill", impact: records(null) } : {}),
    settings: () => lostChoices(pair, records),
  };
  return effects[change.name]?.() ?? {};
}

function lostChoices(
  pair: FieldPair,
  records: (filter: Filter) => NonNullable<MetadataChange["impact"]>,
): Effect {
  const kept = new Set(pair.choicesOf(pair.field));
  const lost = pair.choicesOf(pair.was).filter((value) => !kept.has(value));
  if (lost.length === 0) return {};
  return { whenAffected: "destructive", impact: records({ field: pair.was.apiName, op: "in", value: lost }) };
}

function byId(
  list: readonly Readonly<Record<string, unknown>>[],
): Map<unknown, { readonly at: number; readonly value: Json }> {
  return new Map(list.map((value, at) => [value["id"], { at, value: value as Json }]));
}

function plainBody(document: MetadataDocument): JsonObject {
  return document.body as JsonObject;
}
