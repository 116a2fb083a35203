import {
  relatedPathsOf,
  targetOf,
  valueOf,
  type FieldModel,
  type Json,
  type JsonObject,
  type ObjectModel,
  type RecordRef,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";

/** A way through relations, and how far it has come. */
interface Walk {
  readonly path: readonly string[];
  readonly object: ObjectModel;
  readonly values: JsonObject;
  /** The record walked to; null at the start. */
  readonly record: StoredRecord | null;
}

/**
 * Values that an object's formulas and conditions read through relations, by path (`account.industry`), for a record with these values;
 * null where a relation is empty or leads nowhere. One batch read per relation of distance; whoever asks, because a formula
 * has one result.
 */
export async function loadReached(
  recordStore: RecordStore,
  workspace: string,
  given: {
    readonly model: WorkspaceModel;
    readonly object: ObjectModel;
    readonly values: JsonObject;
    /** Records that are known already. */
    readonly loaded?: readonly StoredRecord[];
  },
): Promise<JsonObject> {
  const { model, object, values } = given;
  const paths = new Map(relatedPathsOf(object).map((path) => [path.join("."), path]));
  const reached: Record<string, Json> = Object.fromEntries([...paths.keys()].map((name) => [name, null]));
  const known = new Map((given.loaded ?? []).map((one) => [keyOf(one), one]));
  let open: readonly Walk[] = [...paths.values()].map((path) => ({ path, object, values, record: null }));
  for (let step = 0; open.length > 0; step += 1) {
    const ahead = open.flatMap((walk) => {
      const name = walk.path[step] ?? "";
      const field = walk.object.byName.get(name);
      if (step === walk.path.length - 1) {
        reached[walk.path.join(".")] = endOf(walk, field, name);
        return [];
      }
      const next = field ? nextOf(model, walk, field) : null;
      return next ? [{ path: walk.path, ...next }] : [];
    });
    await readMissing(recordStore, workspace, { ahead, known });
    open = ahead.flatMap(({ path, object: at, ref }) => {
      const record = known.get(keyOf(ref));
      return record ? [{ path, object: at, values: record.values, record }] : [];
    });
  }
  return reached;
}

function endOf({ values, record }: Walk, field: FieldModel | undefined, name: string): Json {
  if (field) return valueOf(field, values) as Json;
  return ((record as unknown as Record<string, Json> | null)?.[name] ?? null) as Json;
}

function nextOf(model: WorkspaceModel, { values }: Walk, field: FieldModel) {
  const object = model.objects.get(targetOf(field) ?? "");
  const id = valueOf(field, values);
  return object && typeof id === "string" ? { object, ref: { object: object.apiName, id } } : null;
}

async function readMissing(
  recordStore: RecordStore,
  workspace: string,
  given: {
    readonly ahead: readonly { readonly object: ObjectModel; readonly ref: RecordRef }[];
    readonly known: Map<string, StoredRecord>;
  },
): Promise<void> {
  const wanted = new Map(
    given.ahead
      .filter(({ ref }) => !given.known.has(keyOf(ref)))
      .map(({ object, ref }) => [keyOf(ref), { object, id: ref.id }]),
  );
  if (wanted.size === 0) return;
  for (const one of await recordStore.getMany(workspace, [...wanted.values()]))
    given.known.set(keyOf(one), one);
}

function keyOf({ object, id }: RecordRef): string {
  return `${object}/${id}`;
}
