import { GetCommand, NumberValue, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Decimal, type Causation } from "#engine";
import type {
  CellShare,
  DerivedStore,
  DerivedTarget,
  Ledger,
  LedgerStep,
} from "../../ports/derived-store.ts";
import { withRetries, type Table } from "./client.ts";
import {
  binKey,
  cellKey,
  historyKey,
  ledgerKey,
  postingKey,
  workspaceKey,
  type WorkspaceKey,
} from "./keys.ts";
import type { TransactItem } from "./transaction.ts";

/** Ledgers, postings, cells and history in the one table (storage.md §7). */
export function createDerivedStore(table: Table): DerivedStore {
  const { client, name: TableName } = table;
  const read = async (Key: Record<string, unknown>) => {
    const command = new GetCommand({ TableName, Key, ConsistentRead: true });
    return (await withRetries(() => client.send(command))).Item;
  };
  return {
    async ledger(workspace, { objectId, id }) {
      const item = await read({ ...ledgerKey(workspaceKey(workspace), objectId, id) });
      if (!item) return { version: 0, revision: 0, cells: [], tokens: [] };
      const { version, rev, cells, tokens } = item;
      return { version, revision: rev, cells, tokens } as Ledger;
    },
    async apply(workspace, step) {
      const TransactItems = stepItems(TableName, workspaceKey(workspace), step);
      try {
        await withRetries(() => client.send(new TransactWriteCommand({ TransactItems })));
        return true;
      } catch (error) {
        if (isMoved(error)) return false;
        throw error;
      }
    },
    async putHistory(workspace, target, entry) {
      const key = historyKey(workspaceKey(workspace), { ...target, version: entry.version });
      const command = new PutCommand({ TableName, Item: { ...key, ty: "his", ...entry } });
      await withRetries(() => client.send(command));
    },
    async deletion(workspace, { objectId, id }) {
      const item = await read({ ...binKey(workspaceKey(workspace), objectId, id) });
      return item ? { causation: item["_m"] as Causation, at: item["ma"] as string } : null;
    },
  };
}

function stepItems(TableName: string, key: WorkspaceKey, step: LedgerStep): TransactItem[] {
  const { target, expectedRevision, next, expiresAt } = step;
  const { objectId, id } = target;
  const condition =
    expectedRevision === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "#rev = :rev",
          ExpressionAttributeNames: { "#rev": "rev" },
          ExpressionAttributeValues: { ":rev": expectedRevision },
        };
  const Item = {
    ...ledgerKey(key, objectId, id),
    ty: "led",
    version: next.version,
    rev: next.revision,
    cells: next.cells,
    tokens: next.tokens,
    ...(expiresAt === null ? {} : { ttl: expiresAt }),
  };
  const posting = (token: string) => postingKey(key, { token, objectId, id });
  return [
    { Put: { TableName, Item, ...condition } },
    ...step.addTokens.map((token) => ({
      Put: { TableName, Item: { ...posting(token), ty: "pst", o: objectId, id } },
    })),
    ...step.removeTokens.map((token) => ({ Delete: { TableName, Key: posting(token) } })),
    ...cellUpdates(TableName, key, { target, add: step.addCells, remove: step.removeCells }),
  ];
}

interface CellDelta {
  readonly share: CellShare;
  count: number;
  readonly sums: Map<string, Decimal>;
}

/** One addition per cell: a share taken from a cell and one given to it meet in one item. */
function cellUpdates(
  TableName: string,
  key: WorkspaceKey,
  given: {
    readonly target: DerivedTarget;
    readonly add: readonly CellShare[];
    readonly remove: readonly CellShare[];
  },
): TransactItem[] {
  const { objectId } = given.target;
  const deltas = new Map<string, CellDelta>();
  const gather = (shares: readonly CellShare[], sign: 1 | -1): void => {
    for (const share of shares) {
      const name = JSON.stringify([share.fieldId, share.value, share.owner]);
      const delta = deltas.get(name) ?? { share, count: 0, sums: new Map<string, Decimal>() };
      deltas.set(name, delta);
      delta.count += sign;
      for (const [sum, amount] of sumsOf(share)) {
        delta.sums.set(sum, (delta.sums.get(sum) ?? new Decimal(0)).plus(new Decimal(amount).times(sign)));
      }
    }
  };
  gather(given.add, 1);
  gather(given.remove, -1);
  return [...deltas.values()].map((delta) => ({
    Update: { TableName, Key: cellKey(key, { ...delta.share, objectId }), ...addition(delta) },
  }));
}

function sumsOf(share: CellShare): readonly (readonly [string, string])[] {
  return Object.entries(share.sums).flatMap(([fieldId, units]) =>
    Object.entries(units).map(([unit, amount]) => [`s|${fieldId}|${unit}`, amount] as const),
  );
}

function addition({ share, count, sums }: CellDelta) {
  const names: Record<string, string> = { "#ty": "ty", "#value": "value", "#owner": "owner", "#n": "n" };
  const values: Record<string, unknown> = {
    ":ty": "agg",
    ":value": share.value,
    ":owner": share.owner,
    ":n": count,
  };
  const adds = ["#n :n"];
  for (const [at, [name, amount]] of [...sums].entries()) {
    if (amount.isZero()) continue;
    names[`#s${at}`] = name;
    values[`:s${at}`] = NumberValue.from(amount.toFixed());
    adds.push(`#s${at} :s${at}`);
  }
  return {
    UpdateExpression: `SET #ty = :ty, #value = :value, #owner = :owner ADD ${adds.join(", ")}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function isMoved(error: unknown): boolean {
  const { name, CancellationReasons: reasons = [] } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return name === "TransactionCanceledException" && reasons[0]?.Code === "ConditionalCheckFailed";
}
