import type { RecordWrite, StoredRecord, UniqueClaim } from "#engine";
import type { CommitOutcome, RecordStore } from "../../ports/record-store.ts";
import type { UniqueIndex } from "../../ports/unique-index.ts";

export interface DryRunStores {
  readonly recordStore: RecordStore;
  readonly uniqueIndex: UniqueIndex;
}

/**
 * Stores that read what is there and keep what is written in memory only, so that a dry run goes through the same
 * decisions as the real one, later rows seeing earlier ones, and leaves no trace.
 */
export function dryRunStores(real: DryRunStores): DryRunStores {
  const records = new Map<string, StoredRecord>();
  const holders = new Map<string, string>();
  const uniqueIndex: UniqueIndex = {
    async holder(workspace, object, claim) {
      return holders.get(claimKey(claim)) ?? (await real.uniqueIndex.holder(workspace, object, claim));
    },
  };
  const recordStore: RecordStore = {
    ...real.recordStore,
    get: async (workspace, object, id) =>
      records.get(recordKey(object.apiName, id)) ?? (await real.recordStore.get(workspace, object, id)),
    getMany: async (workspace, refs) => {
      const kept = refs.flatMap(({ object, id }) => records.get(recordKey(object.apiName, id)) ?? []);
      const others = refs.filter(({ object, id }) => !records.has(recordKey(object.apiName, id)));
      return others.length === 0 ? kept : [...kept, ...(await real.recordStore.getMany(workspace, others))];
    },
    commit: async (workspace, writes) => {
      const clash = await firstClash(uniqueIndex, workspace, writes);
      if (clash) return clash;
      for (const { record, claims } of writes) {
        records.set(recordKey(record.object, record.id), record);
        for (const claim of claims) holders.set(claimKey(claim), record.id);
      }
      return { ok: true };
    },
    nextNumber: () => Promise.resolve(1),
    together: () => recordStore,
  };
  return { recordStore, uniqueIndex };
}

async function firstClash(
  uniqueIndex: UniqueIndex,
  workspace: string,
  writes: readonly RecordWrite[],
): Promise<CommitOutcome | null> {
  for (const [at, { object, claims, record }] of writes.entries()) {
    for (const claim of claims) {
      const holder = await uniqueIndex.holder(workspace, object, claim);
      if (holder === null || holder === record.id) continue;
      return { ok: false, failure: { reason: "claimed", write: at, fieldId: claim.fieldId, holder } };
    }
  }
  return null;
}

function recordKey(object: string, id: string): string {
  return `${object}/${id}`;
}

function claimKey(claim: UniqueClaim): string {
  return JSON.stringify([claim.object, claim.fieldId, claim.key]);
}
