import type { Causation, Json, ObjectModel, StoredRecord, WorkspaceModel } from "#engine";
import type { Ids } from "../../ports/ids.ts";
import type { JobStore } from "../../ports/job-store.ts";
import { clearDangling, clearLinksTo } from "./clear-dangling.ts";
import { derivedFields, type WayBack } from "./derived-fields.ts";
import { readersOf, type Reader } from "./readers.ts";
import { rolledInto } from "./record-shares.ts";
import { refreshCausation, refreshRecord, isRefresh, type RefreshPorts } from "./refresh-record.ts";
import { canonical } from "./settle-ledger.ts";

export interface FollowPorts extends RefreshPorts {
  readonly jobStore: JobStore;
  readonly ids: Ids;
}

/** A change of a record whose ledger is settled. */
export interface Followed {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly id: string;
  readonly before: StoredRecord | null;
  readonly after: StoredRecord | null;
  readonly causation: Causation;
}

/** Most records that follow at once; more are left to a job. */
const MOST_AT_ONCE = 100;

/** Brings up to date what is made of a changed record: the roll-ups it counts in, itself, and the records that read it. */
export async function followChange(ports: FollowPorts, change: Followed): Promise<void> {
  const { model, object, id, before, after } = change;
  const causation = refreshCausation(change.causation);
  const parents = [...rolledInto(model, object, before), ...rolledInto(model, object, after)];
  const distinct = new Map(parents.map((one) => [`${one.object.id}/${one.id}`, one]));
  for (const parent of distinct.values()) await refreshRecord(ports, model, { ...parent, causation });
  if (after && !isRefresh(change.causation) && derivedFields(model).refreshed.has(object.apiName))
    await refreshRecord(ports, model, { object, id, causation });
  if (after) await refreshReaders(ports, change, causation);
  if (after && hasNewLinks(change)) await clearDangling(ports, { model, causation }, { object, id });
  if (!after) await clearLinksTo(ports, { model, causation }, { object, id });
}

function hasNewLinks({ object, before, after }: Followed): boolean {
  return object.fields.some(
    ({ id, type }) =>
      type.without && canonical(before?.values[id] ?? null) !== canonical(after?.values[id] ?? null),
  );
}

async function refreshReaders(ports: FollowPorts, change: Followed, causation: Causation): Promise<void> {
  const { model, object, id, before, after } = change;
  const ways = (derivedFields(model).waysBack.get(object.apiName) ?? []).filter(
    ({ reads }) => canonical(propertyOf(before, reads)) !== canonical(propertyOf(after, reads)),
  );
  const readers = new Map<string, Reader>();
  for (const way of distinctWays(ways)) {
    for await (const reader of readersOf(ports.derivedStore, model, { way, id })) {
      readers.set(`${reader.object.id}/${reader.id}`, reader);
      if (readers.size > MOST_AT_ONCE) return startJob(ports, change);
    }
  }
  for (const reader of readers.values()) await refreshRecord(ports, model, { ...reader, causation });
}

/** Ways that lead to the same records by the same relations, once. */
export function distinctWays(ways: readonly WayBack[]): readonly WayBack["hops"][] {
  const byText = new Map(
    ways.map(({ hops }) => [hops.map((one) => `${one.object.id}.${one.field.id}`).join(" "), hops]),
  );
  return [...byText.values()];
}

function propertyOf(record: StoredRecord | null, key: string): Json {
  if (!record) return null;
  if (Object.hasOwn(record.values, key)) return record.values[key] ?? null;
  return (record as unknown as Record<string, Json>)[key] ?? null;
}

async function startJob(ports: FollowPorts, { model, object, id, causation }: Followed): Promise<void> {
  const at = ports.clock.now().toISOString();
  await ports.jobStore.create(model.workspace.id, {
    id: ports.ids.ulid(),
    kind: "refresh-readers",
    state: "queued",
    progress: 0,
    counts: { refreshed: 0 },
    errors: [],
    input: { objectId: object.id, id, causation },
    cursor: null,
    createdAt: at,
    createdBy: causation.actor.id,
    updatedAt: at,
    revision: 1,
  });
}
