import type { Causation, Json, ObjectModel, StoredRecord, WorkspaceModel } from "#engine";
import type { DerivedStore } from "../../ports/derived-store.ts";
import type { Ids } from "../../ports/ids.ts";
import type { JobStore } from "../../ports/job-store.ts";
import { derivedFields, type WayBack } from "./derived-fields.ts";
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
/** Links read at once. */
export const LINK_PAGE = 100;

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

export interface Reader {
  readonly object: ObjectModel;
  readonly id: string;
}

/** Records whose derived values depend on a record, found by following links backwards. */
export async function* readersOf(
  derivedStore: DerivedStore,
  model: WorkspaceModel,
  { way, id }: { readonly way: WayBack["hops"]; readonly id: string },
): AsyncGenerator<Reader> {
  const [hop, ...others] = way;
  if (!hop) return;
  let after: string | undefined;
  do {
    const page = await derivedStore.links(model.workspace.id, {
      objectId: hop.object.id,
      fieldId: hop.field.id,
      target: id,
      limit: LINK_PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const { member } of page) {
      if (others.length === 0) yield { object: hop.object, id: member };
      else yield* readersOf(derivedStore, model, { way: others, id: member });
    }
    after = page.length < LINK_PAGE ? undefined : page.at(-1)?.member;
  } while (after !== undefined);
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
