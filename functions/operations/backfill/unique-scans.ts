import { presentName, uniqueClaimsOf, valueOf, type StoredRecord, type UniqueClaim } from "#engine";
import type { RecordState } from "../../ports/backfill-store.ts";
import type { KeyedJobError } from "../../ports/job-store.ts";
import { endBuild } from "./end-build.ts";
import type { Scan, ScanContext } from "./scan.ts";

/** Claims what records had before their field, or combination, became unique; a clash is listed and leaves it failed. */
export const uniqueBuild: Scan = {
  async chunk(context, items) {
    const { ports, workspace, object, job } = context;
    const wanted = items.flatMap((state) =>
      uniqueClaimsOf(object, state.record)
        .filter((claim) => claim.fieldId === job.input["claim"])
        .map((claim) => ({ state, claim })),
    );
    const outcomes = await ports.backfillStore.claim(workspace, object, wanted);
    let changed = 0;
    const errors: KeyedJobError[] = [];
    for (const [at, outcome] of outcomes.entries()) {
      const one = wanted[at];
      if (!one || outcome === "held") continue;
      if (typeof outcome === "string") changed += 1;
      else if (await takeFromStale(context, one, outcome.holder)) changed += 1;
      else errors.push(clash(context, one.state, outcome.holder));
    }
    return { changed, errors };
  },
  async finish({ ports, workspace, job }, errors) {
    await endBuild(ports, workspace, { build: job.input["build"], state: errors > 0 ? "failed" : null });
    return errors > 0 ? "failed" : "done";
  },
};

/** A holder that is gone, or has another value now, left its claim behind while the field was not unique. */
async function takeFromStale(
  { ports, workspace, object }: ScanContext,
  { state, claim }: { readonly state: RecordState; readonly claim: UniqueClaim },
  holder: string,
): Promise<boolean> {
  const record = await ports.recordStore.get(workspace, object, holder);
  if (record && hasClaim(uniqueClaimsOf(object, record), claim)) return false;
  const holderVersion = record?.version ?? null;
  return ports.backfillStore.takeOver(workspace, object, { state, claim, holder, holderVersion });
}

function hasClaim(claims: readonly UniqueClaim[], { fieldId, key }: UniqueClaim): boolean {
  return claims.some((one) => one.fieldId === fieldId && one.key === key);
}

function clash({ object }: ScanContext, { record }: RecordState, holder: string): KeyedJobError {
  return {
    key: record.id,
    row: null,
    code: "not_unique",
    message: {
      "zh-CN": `与记录 ${holder} 的值相同，未能设为唯一。`,
      en: `It has the same value as the record ${holder}, so the value is not unique.`,
    },
    record: { object: object.apiName, id: record.id, name: presentName(object, record) },
  };
}

/** Gives back the claims of a field that is no longer unique. */
export const uniqueDrop: Scan = {
  isWanted({ object, job }) {
    const field = object.byId.get(String(job.input["claim"]));
    return field !== undefined && field.definition.unique !== true && field.type.uniqueKey !== undefined;
  },
  async chunk({ ports, workspace, object, job }, items) {
    let changed = 0;
    for (const { record } of items) {
      const claim = formerClaim(object, record, String(job.input["claim"]));
      if (!claim) continue;
      if (await ports.backfillStore.release(workspace, object, { id: record.id, claim })) changed += 1;
    }
    return { changed, errors: [] };
  },
};

function formerClaim(object: ScanContext["object"], record: StoredRecord, key: string): UniqueClaim | null {
  const field = object.byId.get(key);
  const value = field ? valueOf(field, record.values) : null;
  const text = field && value !== null ? field.type.uniqueKey?.(value, field.settings) : undefined;
  return text === undefined ? null : { object: object.apiName, fieldId: key, key: text };
}
