import type { DerivedStore, Ledger } from "../../ports/derived-store.ts";
import { derivationEpoch } from "./derivation-epoch.ts";
import { recordShares, type RecordShares } from "./record-shares.ts";
import { nextStep, type Settling } from "./settle-ledger.ts";

/** Rounds until the ledgers that moved meanwhile are left to be settled one by one. */
const MOST_ROUNDS = 8;

const noLedger: Ledger = { version: 0, epoch: 0, revision: 0, cells: [], tokens: [], links: [] };

/**
 * `settleLedger` for many records of one workspace, each named once: their ledgers are read together and moved in as few
 * transactions as will hold them. Answers those that are not settled: somebody keeps moving them, or derived them by newer
 * metadata.
 */
export async function settleLedgers(
  derivedStore: DerivedStore,
  settlings: readonly Settling[],
): Promise<readonly Settling[]> {
  let open = settlings.map((one) => ({ settling: one, shares: sharesOf(one) }));
  const newer: Settling[] = [];
  for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round += 1) {
    const ledgers = await ledgersOf(derivedStore, open, round);
    const behind = open.filter(({ settling }) => !isSettled(settling, ledgers(settling)));
    newer.push(...behind.flatMap(({ settling }) => (isNewer(settling, ledgers(settling)) ? [settling] : [])));
    const moving = behind.filter(({ settling }) => !isNewer(settling, ledgers(settling)));
    const steps = moving.map(({ settling, shares }) => nextStep(settling, ledgers(settling), shares));
    const workspace = moving[0]?.settling.model.workspace.id ?? "";
    const moved = await derivedStore.applyAll(workspace, steps);
    open = moving.filter(
      (_, at) => moved[at] !== true || steps[at]?.next.version !== moving[at]?.settling.version,
    );
  }
  return [...newer, ...open.map((one) => one.settling)];
}

interface Open {
  readonly settling: Settling;
  readonly shares: RecordShares;
}

function sharesOf({ model, object, record }: Settling): RecordShares {
  return recordShares(model, object, record);
}

/** At first a new record is taken to have no ledger yet; the condition of its write finds out when it has one. */
async function ledgersOf(
  derivedStore: DerivedStore,
  open: readonly Open[],
  round: number,
): Promise<(settling: Settling) => Ledger> {
  const known = new Map<string, Ledger>();
  const asked = new Map<string, string[]>();
  for (const { settling } of open) {
    if (round === 0 && settling.version === 1) continue;
    const { objectId, id } = settling.target;
    asked.set(objectId, [...(asked.get(objectId) ?? []), id]);
  }
  const workspace = open[0]?.settling.model.workspace.id ?? "";
  for (const [objectId, ids] of asked) {
    const found = await derivedStore.ledgers(workspace, objectId, ids);
    for (const [id, ledger] of found) known.set(`${objectId}/${id}`, ledger);
  }
  return ({ target }) => known.get(`${target.objectId}/${target.id}`) ?? noLedger;
}

function isSettled({ model, version }: Settling, ledger: Ledger): boolean {
  if (ledger.version !== version) return ledger.version > version;
  return ledger.epoch >= derivationEpoch(model);
}

function isNewer({ model }: Settling, ledger: Ledger): boolean {
  return ledger.epoch > derivationEpoch(model);
}
