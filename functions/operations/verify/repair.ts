import { uniqueClaimsOf } from "#engine";
import type { RecordState } from "../../ports/backfill-store.ts";
import { rederive } from "../backfill/rederive.ts";
import type { VerifyContext } from "./verify-records.ts";

/** Writes again what follows from the records themselves: index keys, claims, postings and counters. */
export async function repairRecords(context: VerifyContext, items: readonly RecordState[]): Promise<void> {
  const { ports, workspace, object } = context;
  await ports.backfillStore.rewrite(workspace, object, { items, drop: new Set() });
  const claims = items.flatMap((state) =>
    uniqueClaimsOf(object, state.record).map((claim) => ({ state, claim })),
  );
  await ports.backfillStore.claim(workspace, object, claims);
  await rederive(context, items);
}
