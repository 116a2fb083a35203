import { GetCommand, NumberValue, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Decimal, type Causation } from "#engine";
import type { CellShare, DerivedStore, Ledger, LedgerStep, Link } from "../../ports/derived-store.ts";
import { batchGet } from "./batch-get.ts";
import { withRetries, type Table } from "./client.ts";
import { decodeCell } from "./derived-reads.ts";
import { readLinks } from "./link-reads.ts";
import {
  binKey,
  cellKey,
  historyKey,
  ledgerKey,
  linkPartition,
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
      return item ? decodeLedger(item) : { ...noLedger };
    },
    async ledgers(workspace, objectId, ids) {
      const key = workspaceKey(workspace);
      const { items } = await batchGet(
        table,
        ids.map((id) => ledgerKey(key, objectId, id)),
      );
      return new Map(items.map((item) => [String(item["sk"]), decodeLedger(item)]));
    },
    apply: (workspace, step) => applySteps(table, workspaceKey(workspace), [step]),
    async applyAll(workspace, steps) {
      const key = workspaceKey(workspace);
      const done: boolean[] = [];
      for (const group of groupsOf(steps)) {
        if (await applySteps(table, key, group)) done.push(...group.map(() => true));
        else for (const step of group) done.push(await applySteps(table, key, [step]));
      }
      return done;
    },
    async cell(workspace, cell) {
      const command = new GetCommand({
        TableName,
        Key: cellKey(workspaceKey(workspace), cell),
        ConsistentRead: true,
      });
      const { Item } = await withRetries(() => table.exact().send(command));
      return Item ? decodeCell(Item) : null;
    },
    links: (workspace, request) => readLinks(table, workspaceKey(workspace), request),
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

const noLedger: Ledger = { version: 0, epoch: 0, revision: 0, cells: [], tokens: [], links: [] };

function decodeLedger({ version, ep = 0, rev, cells, tokens, links = [] }: Record<string, unknown>): Ledger {
  return { version, epoch: ep, revision: rev, cells, tokens, links } as Ledger;
}

/** Most items of one transaction (AWS limit); every share may be a cell of its own. */
const MOST_ITEMS = 100;
/** Ledgers of one transaction: more would make its conflicts more likely. */
const MOST_LEDGERS = 25;

/** Steps that fit one transaction together, in their order. */
function groupsOf(steps: readonly LedgerStep[]): readonly (readonly LedgerStep[])[] {
  const groups: LedgerStep[][] = [];
  let items = MOST_ITEMS;
  for (const step of steps) {
    const size = [
      step.addTokens,
      step.removeTokens,
      step.addLinks,
      step.removeLinks,
      step.addCells,
      step.removeCells,
    ]
      .map((one) => one.length)
      .reduce((sum, one) => sum + one, 1);
    const last = groups.at(-1);
    items += size;
    if (last && items <= MOST_ITEMS && last.length < MOST_LEDGERS) last.push(step);
    else {
      groups.push([step]);
      items = size;
    }
  }
  return groups;
}

/** All of them or none; the changes to one cell meet in one item. */
async function applySteps(table: Table, key: WorkspaceKey, steps: readonly LedgerStep[]): Promise<boolean> {
  const TransactItems = [
    ...steps.flatMap((step) => stepItems(table.name, key, step)),
    ...cellUpdates(table.name, key, steps),
  ];
  try {
    await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
    return true;
  } catch (error) {
    if (isMoved(error)) return false;
    throw error;
  }
}

/** Ledger, postings and links of one step. */
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
    ep: next.epoch,
    cells: next.cells,
    tokens: next.tokens,
    ...(next.links.length > 0 ? { links: next.links } : {}),
    ...(expiresAt === null ? {} : { ttl: expiresAt }),
  };
  const linkKey = (link: Link) => ({ pk: linkPartition(key, { objectId, ...link }), sk: link.member });
  const posting = (token: string) => postingKey(key, { token, objectId, id });
  return [
    { Put: { TableName, Item, ...condition } },
    ...step.addTokens.map((token) => ({
      Put: { TableName, Item: { ...posting(token), ty: "pst", o: objectId, id } },
    })),
    ...step.removeTokens.map((token) => ({ Delete: { TableName, Key: posting(token) } })),
    ...step.addLinks.map((link) => ({ Put: { TableName, Item: { ...linkKey(link), ty: "lnk", ...link } } })),
    ...step.removeLinks.map((link) => ({ Delete: { TableName, Key: linkKey(link) } })),
  ];
}

interface CellDelta {
  readonly objectId: string;
  readonly share: CellShare;
  count: number;
  readonly sums: Map<string, Decimal>;
}

/** One addition per cell: a share taken from a cell and one given to it meet in one item. */
function cellUpdates(TableName: string, key: WorkspaceKey, steps: readonly LedgerStep[]): TransactItem[] {
  const deltas = new Map<string, CellDelta>();
  const gather = (objectId: string, shares: readonly CellShare[], sign: 1 | -1): void => {
    for (const share of shares) {
      const name = JSON.stringify([objectId, share.fieldId, share.value, share.owner]);
      const delta = deltas.get(name) ?? { objectId, share, count: 0, sums: new Map<string, Decimal>() };
      deltas.set(name, delta);
      delta.count += sign;
      for (const [sum, amount] of sumsOf(share)) {
        delta.sums.set(sum, (delta.sums.get(sum) ?? new Decimal(0)).plus(new Decimal(amount).times(sign)));
      }
    }
  };
  for (const { target, addCells, removeCells } of steps) {
    gather(target.objectId, addCells, 1);
    gather(target.objectId, removeCells, -1);
  }
  return [...deltas.values()].map((delta) => ({
    Update: {
      TableName,
      Key: cellKey(key, { ...delta.share, objectId: delta.objectId }),
      ...addition(delta),
    },
  }));
}

function sumsOf(share: CellShare): readonly (readonly [string, string])[] {
  return Object.entries(share.sums).flatMap(([fieldId, units]) =>
    Object.entries(units).map(([unit, amount]) => [`s|${fieldId}|${unit}`, amount] as const),
  );
}

function addition({ count, sums }: CellDelta) {
  const names: Record<string, string> = { "#ty": "ty", "#n": "n" };
  const values: Record<string, unknown> = { ":ty": "agg", ":n": count };
  const adds = ["#n :n"];
  for (const [at, [name, amount]] of [...sums].entries()) {
    if (amount.isZero()) continue;
    names[`#s${at}`] = name;
    values[`:s${at}`] = NumberValue.from(amount.toFixed());
    adds.push(`#s${at} :s${at}`);
  }
  return {
    UpdateExpression: `SET #ty = :ty ADD ${adds.join(", ")}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function isMoved(error: unknown): boolean {
  const { name, CancellationReasons: reasons = [] } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return (
    name === "TransactionCanceledException" && reasons.some((one) => one.Code === "ConditionalCheckFailed")
  );
}
