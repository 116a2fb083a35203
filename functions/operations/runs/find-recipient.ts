import {
  pageReader,
  planQuery,
  targetOf,
  valueOf,
  type Effect,
  type Filter,
  type ObjectModel,
  type RecordRef,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { RunPorts } from "./run-ports.ts";

interface Found {
  readonly recipient: RecordRef;
  /** Lower case; null when the record has none. */
  readonly address: string | null;
}

interface Place {
  readonly object: ObjectModel;
  readonly record: StoredRecord;
}

/** Records looked at among those that refer back, to find one with an address. */
const MOST_CHILDREN = 20;

/**
 * The record a mail goes to: from the run's record along the path. A word of the path is a relation field, or an
 * object whose records refer to the one reached. When the path does not end at the template's object, the records of
 * that object which refer to the one reached are looked at, and the first with an address is taken.
 */
export async function findRecipient(
  ports: RunPorts,
  model: WorkspaceModel,
  { effect, object }: { readonly effect: Extract<Effect, { kind: "sendMail" }>; readonly object: string },
): Promise<Found | null> {
  let place = await load(ports, model, effect.recipient);
  for (const word of effect.path ?? []) {
    if (!place) return null;
    place = place.object.byName.has(word)
      ? await along(ports, model, { place, word })
      : await back(ports, model, { place, object: word });
  }
  if (place && place.object.apiName !== object) place = await back(ports, model, { place, object });
  if (!place) return null;
  return { recipient: { object: place.object.apiName, id: place.record.id }, address: addressOf(place) };
}

async function load(ports: RunPorts, model: WorkspaceModel, ref: RecordRef): Promise<Place | null> {
  const object = model.objects.get(ref.object);
  const record = object && (await ports.recordStore.get(model.workspace.id, object, ref.id));
  return object && record ? { object, record } : null;
}

function refsOf({ object, record }: Place, word: string): readonly RecordRef[] {
  const field = object.byName.get(word);
  const value = field ? valueOf(field, record.values) : null;
  return value === null ? [] : (field?.type.references?.(value, field.settings) ?? []);
}

async function along(
  ports: RunPorts,
  model: WorkspaceModel,
  { place, word }: { readonly place: Place; readonly word: string },
): Promise<Place | null> {
  const ref = refsOf(place, word)[0];
  return ref ? load(ports, model, ref) : null;
}

/** A record of the object that refers to the one reached; one with an address before one without. */
async function back(
  ports: RunPorts,
  model: WorkspaceModel,
  given: { readonly place: Place; readonly object: string },
): Promise<Place | null> {
  const object = model.objects.get(given.object);
  const field = object?.fields.find((one) => targetOf(one) === given.place.object.apiName);
  if (!object || !field) return null;
  const filter: Filter = { field: field.apiName, op: "eq", value: given.place.record.id };
  const scope = { kind: "all" } as const;
  const planned = planQuery({ object, filter, sort: [], limit: MOST_CHILDREN, columns: null, scope });
  if (!planned.ok) return null;
  const reader = pageReader(object, []);
  const page = await ports.recordStore.query(model.workspace.id, {
    ...{ object, plan: planned.value, limit: MOST_CHILDREN, position: null, reader },
  });
  const places = page.items.map((record) => ({ object, record }));
  return places.find((one) => addressOf(one) !== null) ?? places[0] ?? null;
}

/** The first field whose type holds an e-mail address and that has a value. */
function addressOf({ object, record }: Place): string | null {
  for (const field of object.fields) {
    if (field.type.address !== "email") continue;
    const value = valueOf(field, record.values);
    if (typeof value === "string" && value !== "") return value.toLowerCase();
  }
  return null;
}
