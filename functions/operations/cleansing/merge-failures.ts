import type { RecordWrite } from "#engine";
import type { CommitFailure } from "../../ports/record-store.ts";
import { keyOf, type Referrer } from "./move-references.ts";

/** The key of a detail that cannot move because the record that stays has its like; null: it is something else. */
export function doubledDetail(
  failed: CommitFailure,
  { referrers, before }: { readonly referrers: readonly Referrer[]; readonly before: number },
): string | null {
  const referrer = failed.reason === "claimed" ? referrers[failed.write - before] : undefined;
  return referrer?.isDetail === true ? keyOf(referrer.write.record) : null;
}

/** Whether somebody wrote one of the records meanwhile: then a value that was to be handed over may be another's, too. */
export function isOvertaken(failed: CommitFailure, write: RecordWrite | undefined): boolean {
  if (failed.reason !== "claimed" || !write) return failed.reason === "stale" || !write;
  return write.claims.some((one) => one.fieldId === failed.fieldId && one.from !== undefined);
}
