import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { RecordWrite } from "#engine";
import type { CommitOutcome } from "../../ports/record-store.ts";
import { unitsOf, withRetries, type Table } from "./client.ts";
import { encodeRecord } from "./codec.ts";
import { workspaceKey } from "./keys.ts";
import { refusedItems } from "./all-or-each.ts";
import { versionCondition, type TransactItem } from "./transaction.ts";

/** Records of one transaction: one commit of the engine carries them, and few enough not to be refused together. */
const TOGETHER = 25;
/** Transactions under way at once. */
const LANES = 4;
/** Characters of the items of one transaction; 4 MB is the most there may be (AWS). */
const MOST_CHARACTERS = 1_000_000;

/**
 * Writes of single records, each by its own condition, many in one transaction. Those that are refused, because of the
 * record or of somebody else's transaction, are left out and carried out one by one, which also tells why.
 */
export async function commitEach(
  table: Table,
  given: {
    readonly workspace: string;
    /** Of different records. */
    readonly writes: readonly RecordWrite[];
    readonly alone: (write: RecordWrite) => Promise<CommitOutcome>;
  },
): Promise<readonly CommitOutcome[]> {
  const { workspace, writes, alone } = given;
  const key = workspaceKey(workspace);
  const items = writes.map((write): TransactItem => {
    const Item = { ...encodeRecord(key, write) };
    return { Put: { TableName: table.name, Item, ...versionCondition(write.expectedVersion) } };
  });
  const outcomes: CommitOutcome[] = [];
  const groups = groupsOf(items);
  const lane = async (): Promise<void> => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      const done = group.length > 1 ? await together(table, items, group) : [];
      for (const at of done) outcomes[at] = { ok: true };
      for (const at of group) outcomes[at] ??= await alone(writes[at] as RecordWrite);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, groups.length) }, lane));
  return outcomes;
}

/** Positions that fit one transaction together. */
function groupsOf(items: readonly TransactItem[]): number[][] {
  const groups: number[][] = [];
  let characters = MOST_CHARACTERS;
  for (const [at, item] of items.entries()) {
    const size = JSON.stringify(item).length;
    const last = groups.at(-1);
    characters += size;
    if (last && last.length < TOGETHER && characters <= MOST_CHARACTERS) last.push(at);
    else {
      groups.push([at]);
      characters = size;
    }
  }
  return groups;
}

/** Those of the group that took place. */
async function together(
  table: Table,
  items: readonly TransactItem[],
  group: readonly number[],
): Promise<readonly number[]> {
  const TransactItems = group.flatMap((at) => items[at] ?? []);
  const command = new TransactWriteCommand({ TransactItems, ReturnConsumedCapacity: "TOTAL" });
  try {
    const answer = await withRetries(() => table.client.send(command));
    table.capacity.add({ write: unitsOf(answer.ConsumedCapacity) });
    return group;
  } catch (error) {
    const refused = refusedItems(error);
    if (!refused.includes(true)) throw error;
    const rest = group.filter((_, which) => refused[which] !== true);
    return rest.length > 1 ? together(table, items, rest) : [];
  }
}
