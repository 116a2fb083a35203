import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { Registries } from "../compile/registries.ts";

/** Values under a key that no field has any more: of a deleted field, or from before a change of type. */
export interface KeptValues {
  readonly objectId: string;
  /** Id of the field they belonged to. */
  readonly fieldId: string;
  readonly key: string;
  readonly type: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** RFC 3339; they are purged by the first publish after it. */
  readonly until: string;
}

export interface SettledStorage {
  readonly documents: readonly MetadataDocument[];
  /** What is kept after the publish. */
  readonly kept: readonly KeptValues[];
  /** What need not be kept any longer. */
  readonly expired: readonly KeptValues[];
}

interface SettleRequest {
  readonly published: readonly MetadataDocument[];
  readonly documents: readonly MetadataDocument[];
  readonly kept: readonly KeptValues[];
  /** RFC 3339. */
  readonly now: string;
  /** Until when the values from before stay. */
  readonly undoUntil: string;
}

/**
 * Says under which key the values of each field are kept, whatever the documents claim: the one they have; a new one
 * after a change of type; the old one again when the type goes back, or a deleted field comes back, while it is kept.
 */
export function settleStorage(
  request: SettleRequest,
  registries: Pick<Registries, "fieldType">,
): SettledStorage {
  const before = objectsById(request.published);
  const documents = request.documents.map((document) => {
    if (document.kind !== "object") return document;
    const body = document.body as ObjectDefinition;
    const old = before.get(document.id);
    const around = { request, old, objectId: document.id, fields: body.fields };
    const fields = body.fields.map((field) => settleField(field, around, registries));
    return fields.every((one, at) => one === body.fields[at])
      ? document
      : { ...document, body: { ...body, fields } };
  });
  return { documents, ...keptAfter(request, documents) };
}

/** Key of a field's values in a record. */
export function valueKey(field: FieldDefinition): string {
  return field.storedAs ?? field.id ?? field.apiName;
}

interface Around {
  readonly request: SettleRequest;
  readonly old: ObjectDefinition | undefined;
  readonly objectId: string;
  readonly fields: readonly FieldDefinition[];
}

function settleField(
  field: FieldDefinition,
  around: Around,
  registries: Pick<Registries, "fieldType">,
): FieldDefinition {
  const old = around.old?.fields.find((one) => one.id === field.id);
  const source = old ? publishedSource(old) : lostSource(field, around);
  if (!source) return withStorage(field, undefined, undefined);
  if (source.type === field.type) return withStorage(field, source.storedAs, source.convertedFrom);
  const isMade = registries.fieldType(field.type)?.computed !== undefined;
  const { undoUntil } = around.request;
  const { type, settings, key } = source;
  const from = { storedAs: key, type, ...(settings ? { settings } : {}), undoUntil };
  return withStorage(field, earlierKey(field, around) ?? freshKey(field, around), isMade ? undefined : from);
}

interface Source {
  readonly type: string;
  readonly settings?: FieldDefinition["settings"];
  readonly key: string;
  readonly storedAs: string | undefined;
  readonly convertedFrom: FieldDefinition["convertedFrom"];
}

function publishedSource(old: FieldDefinition): Source {
  const { type, settings, storedAs, convertedFrom } = old;
  return { type, ...(settings ? { settings } : {}), key: valueKey(old), storedAs, convertedFrom };
}

/** A field that was deleted and comes back finds its values while they are kept. */
function lostSource(field: FieldDefinition, { request, objectId }: Around): Source | null {
  const mine = request.kept.filter((one) => one.objectId === objectId && one.fieldId === field.id);
  const found = mine.find((one) => one.type === field.type) ?? mine.at(-1);
  if (!found) return null;
  const { type, settings, key } = found;
  const storedAs = key === field.id ? undefined : key;
  return { type, ...(settings ? { settings } : {}), key, storedAs, convertedFrom: undefined };
}

/** The key the values had when the field was of this type last, while they are kept. */
function earlierKey(field: FieldDefinition, { request, objectId }: Around): string | null {
  const found = request.kept.findLast(
    (one) =>
      one.objectId === objectId &&
      one.fieldId === field.id &&
      one.type === field.type &&
      one.until > request.now,
  );
  return found?.key ?? null;
}

function freshKey(field: FieldDefinition, { request, objectId, old, fields }: Around): string {
  const taken = new Set([
    ...[...(old?.fields ?? []), ...fields].flatMap((one) => [
      one.id,
      one.storedAs,
      one.convertedFrom?.storedAs,
    ]),
    ...request.kept.filter((one) => one.objectId === objectId).map((one) => one.key),
  ]);
  const base = (field.id ?? field.apiName.toLowerCase().replace(/[^a-z0-9]/g, "")).slice(0, 14);
  let number = 2;
  while (taken.has(`${base}x${number}`)) number += 1;
  return `${base}x${number}`;
}

function withStorage(
  field: FieldDefinition,
  storedAs: string | undefined,
  convertedFrom: FieldDefinition["convertedFrom"],
): FieldDefinition {
  if (field.storedAs === storedAs && field.convertedFrom === convertedFrom) return field;
  const { storedAs: _key, convertedFrom: _from, ...rest } = field;
  const own = storedAs === undefined || storedAs === field.id ? {} : { storedAs };
  return { ...rest, ...own, ...(convertedFrom ? { convertedFrom } : {}) };
}

function keptAfter(
  { published, kept, now, undoUntil }: SettleRequest,
  documents: readonly MetadataDocument[],
): Pick<SettledStorage, "kept" | "expired"> {
  const after = objectsById(documents);
  const live = new Set(
    [...after].flatMap(([id, { fields }]) => fields.map((one) => `${id}/${valueKey(one)}`)),
  );
  const left = [...objectsById(published)].flatMap(([objectId, { fields }]) =>
    fields.map((field): KeptValues => {
      const { type, settings } = field;
      const own = settings ? { settings } : {};
      return {
        objectId,
        fieldId: field.id ?? field.apiName,
        key: valueKey(field),
        type,
        ...own,
        until: undoUntil,
      };
    }),
  );
  const isLeft = (one: KeptValues): boolean => !live.has(`${one.objectId}/${one.key}`);
  const isExpired = (one: KeptValues): boolean => isLeft(one) && one.until <= now;
  return {
    kept: [...kept.filter((one) => isLeft(one) && !isExpired(one)), ...left.filter(isLeft)],
    expired: kept.filter(isExpired),
  };
}

function objectsById(documents: readonly MetadataDocument[]): ReadonlyMap<string, ObjectDefinition> {
  return new Map(
    documents.filter((one) => one.kind === "object").map((one) => [one.id, one.body as ObjectDefinition]),
  );
}
