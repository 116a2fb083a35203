import type { RecordChange } from "../../ports/record-change.ts";
import {
  followPrepared,
  modelOf,
  prepareChange,
  settlingOf,
  type DerivePorts,
  type Found,
  type PreparedChange,
} from "./derive-record.ts";
import { settleLedgers } from "./settle-ledgers.ts";

/** Records prepared or followed at the same time. */
const LANES = 8;

/**
 * Derives the changes of many records of one workspace with few calls: history in batches, and each record's ledger moved
 * once, to the last of its changes. Answers the changes that are left to `deriveRecord`: of records that others move, or
 * derived by newer metadata. Done again after a crash at any point, the outcome is the same, as there.
 */
export async function deriveTogether(
  ports: DerivePorts,
  workspace: string,
  changes: readonly RecordChange[],
): Promise<readonly RecordChange[]> {
  const prepared = await prepareAll(ports, changes);
  const told = prepared.filter((one) => one.isTold);
  const entries = told.map(({ change: { target }, entry }) => ({ target, entry }));
  await ports.derivedStore.putHistories(workspace, entries);
  const groups = byRecord(prepared);
  const settlings = [...groups.values()].map(lastOf);
  const open = await settleLedgers(ports.derivedStore, settlings);
  const openKeys = new Set(open.map((one) => keyOf(one.target)));
  const settled = [...groups].filter(([key]) => !openKeys.has(key));
  await inLanes(settled, async ([, group]) => {
    for (const one of group) await followPrepared(ports, one);
  });
  return changes.filter((one) => openKeys.has(keyOf(one.target)));
}

async function prepareAll(
  ports: DerivePorts,
  changes: readonly RecordChange[],
): Promise<readonly PreparedChange[]> {
  const found = new Map<string, Promise<Found | null>>();
  const prepared: (PreparedChange | null)[] = [];
  await inLanes([...changes.entries()], async ([at, change]) => {
    const { objectId } = change.target;
    const model = found.get(objectId) ?? modelOf(ports, change);
    found.set(objectId, model);
    const known = await model;
    prepared[at] = known && (await prepareChange(ports, change, known));
  });
  return prepared.filter((one) => one !== null);
}

function byRecord(prepared: readonly PreparedChange[]): ReadonlyMap<string, readonly PreparedChange[]> {
  const groups = new Map<string, PreparedChange[]>();
  for (const one of prepared) {
    const key = keyOf(one.change.target);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

/** The newest state of a record; changes may come again and out of order. */
function lastOf(group: readonly PreparedChange[]) {
  return group.map(settlingOf).reduce((last, one) => (one.version >= last.version ? one : last));
}

function keyOf({ objectId, id }: RecordChange["target"]): string {
  return `${objectId}/${id}`;
}

async function inLanes<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await act(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
}
