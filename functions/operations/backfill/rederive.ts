import type { RecordState } from "../../ports/backfill-store.ts";
import type { Ledger, LedgerStep } from "../../ports/derived-store.ts";
import { recordShares } from "../derive/record-shares.ts";
import { derivationEpoch } from "../derive/derivation-epoch.ts";
import { nextStep } from "../derive/settle-ledger.ts";
import { endBuild } from "./end-build.ts";
import type { Scan, ScanContext } from "./scan.ts";

/** A record with this many steps, or this contended, is left to the next pass. */
const MOST_ROUNDS = 30;
/** Groups of records settled at the same time. */
const LANES = 4;

/** Search postings, counters, roll-ups and links of records that existed before what they are derived by. */
export const deriveScan: Scan = {
  chunk: async (context, items) => ({ changed: await rederive(context, items), errors: [] }),
  async finish({ ports, workspace, job }) {
    await endBuild(ports, workspace, { build: job.input["build"], state: null });
    return "done";
  },
};

type RederiveContext = Pick<ScanContext, "workspace" | "model" | "object"> & {
  readonly ports: Pick<ScanContext["ports"], "derivedStore">;
};

/**
 * Brings what is derived from records to what the model says, through their ledgers, so that the stream's consumer and
 * this can work at the same time and count nothing twice. Returns how many were not as they should be.
 */
export async function rederive(context: RederiveContext, items: readonly RecordState[]): Promise<number> {
  const groups = Array.from({ length: LANES }, (_, lane) => items.filter((_one, at) => at % LANES === lane));
  const changed = await Promise.all(groups.map((group) => rederiveGroup(context, group)));
  return changed.reduce((sum, one) => sum + one, 0);
}

async function rederiveGroup(context: RederiveContext, items: readonly RecordState[]): Promise<number> {
  const { ports, workspace, object } = context;
  let open = items;
  let changed = 0;
  for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round += 1) {
    const ids = open.map((one) => one.record.id);
    const ledgers = await ports.derivedStore.ledgers(workspace, object.id, ids);
    const next = open.flatMap((state) => {
      const step = stepOf(context, state, ledgers.get(state.record.id));
      return step ? [{ state, step }] : [];
    });
    if (round === 0) changed = next.length;
    await ports.derivedStore.applyAll(
      workspace,
      next.map((one) => one.step),
    );
    open = next.map((one) => one.state);
  }
  return changed;
}

const noLedger: Ledger = { version: 0, epoch: 0, revision: 0, cells: [], tokens: [], links: [] };

/** Null: the ledger stands for this record and metadata, or for newer. */
function stepOf(
  { model, object }: RederiveContext,
  { record }: RecordState,
  ledger: Ledger = noLedger,
): LedgerStep | null {
  const { version } = record;
  const epoch = derivationEpoch(model);
  if (ledger.version > version || ledger.epoch > epoch) return null;
  if (ledger.version === version && ledger.epoch === epoch) return null;
  const target = { objectId: object.id, id: record.id };
  const settling = { model, object, target, record, version, at: record.updatedAt };
  return nextStep(settling, ledger, recordShares(model, object, record));
}
