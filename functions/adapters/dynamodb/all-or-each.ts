import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { withRetries, type Table } from "./client.ts";
import type { TransactItem } from "./transaction.ts";

/** Conditional writes sent together; one commit of the embedded engine carries many of them. */
const TOGETHER = 25;
/** Batches under way at once. */
const LANES = 4;

/**
 * Carries out independent conditional writes, many in one transaction; where a condition fails, that one is left out
 * and the others go again. Answers, in their order, which took place.
 */
export async function allOrEach(table: Table, items: readonly TransactItem[]): Promise<readonly boolean[]> {
  const done = items.map(() => false);
  const batches: number[][] = [];
  for (let at = 0; at < items.length; at += TOGETHER)
    batches.push(items.slice(at, at + TOGETHER).map((_, which) => at + which));
  const lane = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      for (const at of await together(table, items, batch)) done[at] = true;
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, batches.length) }, lane));
  return done;
}

async function together(
  table: Table,
  items: readonly TransactItem[],
  batch: readonly number[],
): Promise<readonly number[]> {
  let open = [...batch];
  while (open.length > 0) {
    const TransactItems = open.flatMap((at) => items[at] ?? []);
    try {
      await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
      return open;
    } catch (error) {
      const failed = refusedItems(error);
      if (!failed.includes(true)) throw error;
      open = open.filter((_, which) => failed[which] !== true);
    }
  }
  return [];
}

/** Which items of a cancelled transaction failed their condition; empty: that is not what happened. */
export function refusedItems(error: unknown): readonly boolean[] {
  const { name, CancellationReasons: reasons } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  if (name !== "TransactionCanceledException") return [];
  return (reasons ?? []).map((one) => one.Code === "ConditionalCheckFailed");
}
