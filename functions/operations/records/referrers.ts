import {
  pageReader,
  planQuery,
  valueOf,
  type FieldModel,
  type Json,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { PagePosition, RecordPage, RecordStore } from "../../ports/record-store.ts";

export interface ReferrerPorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
}

/** A relation that points at an object. */
export interface Relation {
  readonly object: ObjectModel;
  readonly field: FieldModel;
}

/** Every relation through which records can point at records of the object. */
export function relationsTo(model: WorkspaceModel, target: string): readonly Relation[] {
  return [...model.objects.values()].flatMap((object) =>
    object.fields
      .filter(({ type, settings }) => type.onDelete && type.targets?.(settings).includes(target))
      .map((field) => ({ object, field })),
  );
}

/** Records, at most `limit`, that point at a record through a relation, as the indexes and links know them. */
export async function referrersOf(
  ports: ReferrerPorts,
  model: WorkspaceModel,
  request: { readonly relation: Relation; readonly target: StoredRecord; readonly limit: number },
): Promise<readonly StoredRecord[]> {
  const { relation, target } = request;
  const found = relation.field.type.without
    ? await byLinks(ports, model, request)
    : await byQuery(ports, model, request);
  return found.filter((one) => pointsAt(relation.field, one, target));
}

async function byLinks(
  { recordStore }: ReferrerPorts,
  model: WorkspaceModel,
  request: { readonly relation: Relation; readonly target: StoredRecord; readonly limit: number },
): Promise<readonly StoredRecord[]> {
  const { relation, target, limit } = request;
  const { object, field } = relation;
  const link = { fieldId: field.id, target: target.id, limit };
  const ids = await recordStore.linked(model.workspace.id, object, link);
  if (ids.length === 0) return [];
  return recordStore.getMany(
    model.workspace.id,
    ids.map((id) => ({ object, id })),
  );
}

async function byQuery(
  { recordStore, clock }: ReferrerPorts,
  model: WorkspaceModel,
  request: { readonly relation: Relation; readonly target: StoredRecord; readonly limit: number },
): Promise<readonly StoredRecord[]> {
  const { relation, target, limit } = request;
  const { object, field } = relation;
  const plan = planQuery({
    object,
    filter: { field: field.apiName, op: "eq", value: valueFor(field, target) },
    sort: [],
    limit,
    columns: null,
    scope: { kind: "all" },
    now: clock.now().toISOString(),
    timeZone: model.workspace.timeZone,
  });
  if (!plan.ok) throw new Error(`records by ${object.apiName}.${field.apiName} cannot be found`);
  const reader = pageReader(object, []);
  const found: StoredRecord[] = [];
  let position: PagePosition | null = null;
  do {
    const page: RecordPage = await recordStore.query(model.workspace.id, {
      object,
      plan: plan.value,
      limit,
      position,
      reader,
    });
    found.push(...page.items);
    position = page.position;
  } while (position !== null && found.length < limit);
  return found;
}

/** The value by which the relation names the record: its id, or object and id where several objects may be named. */
function valueFor({ type, settings }: FieldModel, { object, id }: StoredRecord): Json {
  const isOne = type.targets?.(settings).length === 1;
  return isOne ? id : { object, id };
}

function pointsAt(field: FieldModel, record: StoredRecord, { object, id }: StoredRecord): boolean {
  const value = valueOf(field, record.values);
  const refs = value === null ? [] : (field.type.references?.(value, field.settings) ?? []);
  return refs.some((ref) => ref.object === object && ref.id === id);
}
