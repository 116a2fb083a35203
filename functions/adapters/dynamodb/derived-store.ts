import { GetCommand, NumberValue, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Decimal, type Causation } from "#engine";
import type {
  CellName,
  CellShare,
  DerivedStore,
  DerivedTarget,
  Ledger,
  LedgerStep,
  Link,
} from "../../ports/derived-store.ts";
import type { Cell, HistoryEntry } from "../../ports/record-store.ts";
import { batchGet } from "./batch-get.ts";
import { batchWrite } from "./batch-write.ts";
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
    async apply(workspace, step) {
      return (await applyTogether(table, workspaceKey(workspace), [step])).length > 0;
    },
    applyAll: (workspace, steps) => applyAll(table, workspaceKey(workspace), steps),
    cell: (workspace, cell) => readCell(table, workspaceKey(workspace), cell),
    links: (workspace, request) => readLinks(table, workspaceKey(workspace), request),
    async putHistory(workspace, target, entry) {
      const command = new PutCommand({ TableName, Item: historyItem(workspace, target, entry) });
      await withRetries(() => client.send(command));
    },
    putHistories: (workspace, entries) => {
      const items = entries.map(({ target, entry }) => historyItem(workspace, target, entry));
      const distinct = new Map(items.map((one) => [`${one.pk} ${one.sk}`, one]));
      return batchWrite(
        table,
        [...distinct.values()].map((Item) => ({ PutRequest: { Item } })),
      );
    },
    async deletion(workspace, { objectId, id }) {
      const item = await read({ ...binKey(workspaceKey(workspace), objectId, id) });
      return item ? { causation: item["_m"] as Causation, at: item["ma"] as string } : null;
    },
  };
}

function historyItem(workspace: string, target: DerivedTarget, entry: HistoryEntry) {
  const key = historyKey(workspaceKey(workspace), { ...target, version: entry.version });
  return { ...key, ty: "his", ...entry };
}

const noLedger: Ledger = { version: 0, epoch: 0, revision: 0, cells: [], tokens: [], links: [] };

function decodeLedger({ version, ep = 0, rev, cells, tokens, links = [] }: Record<string, unknown>): Ledger {
  return { version, epoch: ep, revision: rev, cells, tokens, links } as Ledger;
}

async function readCell(table: Table, key: WorkspaceKey, cell: CellName): Promise<Cell | null> {
  const command = new GetCommand({ TableName: table.name, Key: cellKey(key, cell), ConsistentRead: true });
  const { Item } = await withRetries(() => table.exact().send(command));
  return Item ? decodeCell(Item) : null;
}

async function applyAll(
  table: Table,
  key: WorkspaceKey,
  steps: readonly LedgerStep[],
): Promise<readonly boolean[]> {
  const done = new Set<LedgerStep>();
  for (const group of groupsOf(steps)) {
    for (const step of await applyTogether(table, key, group)) done.add(step);
  }
  return steps.map((step) => done.has(step));
}

/** Most items of one transaction (AWS limit); every share may be a cell of its own. */
const MOST_ITEMS = 100;
/** Ledgers of one transaction: more would make its conflicts more likely. */
const MOST_LEDGERS = 40;

/** Steps that fit one transaction together, in their order; steps of the same cell share an item. */
function groupsOf(steps: readonly LedgerStep[]): readonly (readonly LedgerStep[])[] {
  const groups: LedgerStep[][] = [];
  let cells = new Set<string>();
  let entries = 0;
  for (const step of steps) {
    const own = cellNames(step);
    const size = entriesOf(step);
    const last = groups.at(-1);
    const added = own.filter((one) => !cells.has(one)).length;
    if (last && last.length < MOST_LEDGERS && entries + size + cells.size + added <= MOST_ITEMS) {
      last.push(step);
      entries += size;
      for (const one of own) cells.add(one);
    } else {
      groups.push([step]);
      entries = size;
      cells = new Set(own);
    }
  }
  return groups;
}

/** Items of a step's own: its ledger, postings and links. */
function entriesOf({ addTokens, removeTokens, addLinks, removeLinks }: LedgerStep): number {
  return 1 + addTokens.length + removeTokens.length + addLinks.length + removeLinks.length;
}

function cellNames({ target, addCells, removeCells }: LedgerStep): readonly string[] {
  return [...new Set([...addCells, ...removeCells].map((share) => cellName(target.objectId, share)))];
}

function cellName(objectId: string, { fieldId, value, owner }: CellShare): string {
  return JSON.stringify([objectId, fieldId, value, owner]);
}

/**
 * One transaction of all the steps; those whose ledger moved are left out and the others go again. Answers what took
 * place. The changes to one cell meet in one item.
 */
async function applyTogether(
  table: Table,
  key: WorkspaceKey,
  steps: readonly LedgerStep[],
): Promise<readonly LedgerStep[]> {
  let open = steps;
  while (open.length > 0) {
    const ofSteps = open.map((step) => stepItems(table.name, key, step));
    const TransactItems = [...ofSteps.flat(), ...cellUpdates(table.name, key, open)];
    try {
      await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
      return open;
    } catch (error) {
      const moved = movedItems(error);
      if (moved.size === 0) throw error;
      const at = startsOf(ofSteps);
      open = open.filter((_, which) => !moved.has(at[which] ?? -1));
    }
  }
  return [];
}

/** Where each step's ledger stands among the items. */
function startsOf(ofSteps: readonly (readonly TransactItem[])[]): readonly number[] {
  let next = 0;
  return ofSteps.map((items) => {
    const start = next;
    next += items.length;
    return start;
  });
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
      const name = cellName(objectId, share);
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

/** Items of a cancelled transaction whose condition failed: ledgers, which alone have one. */
function movedItems(error: unknown): ReadonlySet<number> {
  const { name, CancellationReasons: reasons = [] } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  if (name !== "TransactionCanceledException") return new Set();
  return new Set(reasons.flatMap((one, at) => (one.Code === "ConditionalCheckFailed" ? [at] : [])));
}
