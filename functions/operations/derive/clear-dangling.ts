import {
  valueOf,
  type Causation,
  type ObjectModel,
  type RecordRef,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import { cleared } from "../records/follow-deletion.ts";
import { relationsTo } from "../records/referrers.ts";
import { readersOf } from "./readers.ts";
import type { RefreshPorts } from "./refresh-record.ts";

/** Rounds until no reference is left that leads nowhere. */
const MOST_ROUNDS = 200;

interface About {
  readonly model: WorkspaceModel;
  readonly causation: Causation;
}

/**
 * Lists of records do not keep a deleted one, even when it was deleted while the list was being written: whichever of the
 * two events is derived last finds the other's trace.
 */
export async function clearDangling(
  ports: RefreshPorts,
  about: About,
  target: { readonly object: ObjectModel; readonly id: string },
): Promise<void> {
  const { object, id } = target;
  const { model, causation } = about;
  const fields = object.fields.filter((one) => one.type.without);
  if (fields.length === 0) return;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const record = await ports.recordStore.get(model.workspace.id, object, id);
    const dangling = record ? await firstDangling(ports, model, { object, record }) : null;
    if (!record || !dangling) return;
    const now = ports.clock.now().toISOString();
    const write = cleared({ model, causation, now }, { object, record, ...dangling });
    if (!write.ok) return;
    await ports.recordStore.commit(model.workspace.id, [write.value]);
  }
}

/** The same for every record whose lists hold one that was deleted. */
export async function clearLinksTo(
  ports: RefreshPorts,
  about: About,
  deleted: { readonly object: ObjectModel; readonly id: string },
): Promise<void> {
  const relations = relationsTo(about.model, deleted.object.apiName).filter((one) => one.field.type.without);
  for (const relation of relations) {
    const readers = readersOf(ports.derivedStore, about.model, { way: [relation], id: deleted.id });
    for await (const reader of readers) await clearDangling(ports, about, reader);
  }
}

async function firstDangling(
  { recordStore }: RefreshPorts,
  model: WorkspaceModel,
  { object, record }: { readonly object: ObjectModel; readonly record: StoredRecord },
) {
  for (const field of object.fields.filter((one) => one.type.without)) {
    const value = valueOf(field, record.values);
    const refs: readonly RecordRef[] =
      value === null ? [] : (field.type.references?.(value, field.settings) ?? []);
    const wanted = refs.flatMap((ref) => {
      const at = model.objects.get(ref.object);
      return at ? [{ object: at, id: ref.id }] : [];
    });
    if (wanted.length === 0) continue;
    const found = new Set((await recordStore.getMany(model.workspace.id, wanted)).map((one) => one.id));
    const missing = wanted.find((one) => !found.has(one.id));
    if (missing) return { field, target: missing.id };
  }
  return null;
}
