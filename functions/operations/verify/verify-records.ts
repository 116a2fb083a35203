import { uniqueClaimsOf, valueOf, type FieldModel, type RecordRef, type StoredRecord } from "#engine";
import type { RecordState } from "../../ports/backfill-store.ts";
import type { Ledger, LedgerStep } from "../../ports/derived-store.ts";
import type { ScanContext } from "../backfill/scan.ts";
import { derivedFields } from "../derive/derived-fields.ts";
import { recordShares } from "../derive/record-shares.ts";
import { nextStep } from "../derive/settle-ledger.ts";
import type { Finding, FindingKind, OlderThanRule } from "./finding.ts";

export type VerifyContext = Pick<ScanContext, "workspace" | "model" | "object"> & {
  readonly ports: Pick<
    ScanContext["ports"],
    "backfillStore" | "derivedStore" | "recordStore" | "uniqueIndex"
  >;
};

export interface RecordFindings {
  readonly findings: readonly Finding[];
  readonly olderThanRule: readonly OlderThanRule[];
  /** Records whose last change was not derived yet. */
  readonly pending: number;
}

/** Everything that can be said of records one by one. */
export async function verifyRecords(
  context: VerifyContext,
  items: readonly RecordState[],
): Promise<RecordFindings> {
  const { ports, workspace, object } = context;
  const ids = items.map((one) => one.record.id);
  const ledgers = await ports.derivedStore.ledgers(workspace, object.id, ids);
  const settled = items.filter(({ record }) => ledgers.get(record.id)?.version === record.version);
  const lists = await Promise.all([
    claims(context, items),
    derived(context, settled, ledgers),
    histories(context, settled),
    references(context, items),
  ]);
  return {
    findings: [
      ...indexKeys(context, items),
      ...lists.flat(),
      ...items.flatMap(({ record }) => badValues(context, record)),
    ],
    olderThanRule: items.flatMap(({ record }) => missingValues(context, record)),
    pending: items.length - settled.length,
  };
}

function finding({ object }: VerifyContext, kind: FindingKind, of: [id: string, detail: string]): Finding {
  const [id, detail] = of;
  return { kind, object: object.apiName, id, detail };
}

function indexKeys(context: VerifyContext, items: readonly RecordState[]): readonly Finding[] {
  const { ports, workspace, object } = context;
  return items.flatMap((state) => {
    const attributes = ports.backfillStore.difference(workspace, object, state);
    return attributes.length === 0
      ? []
      : [finding(context, "index_keys", [state.record.id, attributes.join(", ")])];
  });
}

async function claims(context: VerifyContext, items: readonly RecordState[]): Promise<readonly Finding[]> {
  const { ports, workspace, object } = context;
  const wanted = items.flatMap(({ record }) =>
    uniqueClaimsOf(object, record).map((claim) => ({ id: record.id, claim })),
  );
  const found = await Promise.all(
    wanted.map(async ({ id, claim }) => {
      const holder = await ports.uniqueIndex.holder(workspace, object, claim);
      const detail = `${claim.fieldId}: ${holder ?? "nobody"} holds it`;
      return holder === id ? [] : [finding(context, "unique_claim", [id, detail])];
    }),
  );
  return found.flat();
}

/** Ledger ↔ record, and postings ↔ ledger. */
async function derived(
  context: VerifyContext,
  items: readonly RecordState[],
  ledgers: ReadonlyMap<string, Ledger>,
): Promise<readonly Finding[]> {
  const { ports, workspace, model, object } = context;
  const differing = items.flatMap(({ record }) => {
    const ledger = ledgers.get(record.id);
    const target = { objectId: object.id, id: record.id };
    const settling = { model, object, target, record, version: record.version, at: record.updatedAt };
    const moves = ledger ? movesOf(nextStep(settling, ledger, recordShares(model, object, record))) : "";
    return moves === "" ? [] : [finding(context, "derived", [record.id, moves])];
  });
  const postings = items.map(({ record }) => ({
    id: record.id,
    tokens: ledgers.get(record.id)?.tokens ?? [],
  }));
  const missing = await ports.backfillStore.missingPostings(workspace, object.id, postings);
  return [...differing, ...missing.map((one) => finding(context, "posting_missing", [one.id, one.token]))];
}

/** What a step would move; empty: nothing. */
function movesOf({
  addTokens,
  removeTokens,
  addCells,
  removeCells,
  addLinks,
  removeLinks,
}: LedgerStep): string {
  const moves = Object.entries({ addTokens, removeTokens, addCells, removeCells, addLinks, removeLinks });
  const some = moves.filter(([, list]) => list.length > 0);
  return some.length === 0 ? "" : JSON.stringify(Object.fromEntries(some)).slice(0, 500);
}

/**
 * Versions 1 to the present one, without a gap; only the first where values of a record are derived from others, as
 * versions that only brought those up to date are not told in the history.
 */
async function histories(context: VerifyContext, items: readonly RecordState[]): Promise<readonly Finding[]> {
  const isRefreshed = derivedFields(context.model).refreshed.has(context.object.apiName);
  const found = await Promise.all(
    items.map(async ({ record }) => {
      const seen = await versionsOf(context, record);
      const length = isRefreshed ? 1 : record.version;
      const missing = Array.from({ length }, (_, at) => at + 1).filter((version) => !seen.has(version));
      return missing.length === 0
        ? []
        : [finding(context, "history_gap", [record.id, missing.slice(0, 10).join(", ")])];
    }),
  );
  return found.flat();
}

async function versionsOf(
  { ports, workspace, object }: VerifyContext,
  { id }: StoredRecord,
): Promise<ReadonlySet<number>> {
  const versions = new Set<number>();
  let position: Parameters<typeof ports.recordStore.history>[1]["position"] = null;
  do {
    const page = await ports.recordStore.history(workspace, { object, id, limit: 500, position });
    for (const one of page.items) versions.add(one.version);
    position = page.position;
  } while (position !== null);
  return versions;
}

async function references(
  context: VerifyContext,
  items: readonly RecordState[],
): Promise<readonly Finding[]> {
  const { ports, workspace, model, object } = context;
  const refs = items.flatMap(({ record }) =>
    object.fields.flatMap((field) => refsOf(field, record).map((ref) => ({ record, field, ref }))),
  );
  const wanted = refs.flatMap(({ ref }) => {
    const target = model.objects.get(ref.object);
    return target ? [{ object: target, id: ref.id }] : [];
  });
  const found = new Set(
    (await ports.recordStore.getMany(workspace, wanted)).map((one) => `${one.object}/${one.id}`),
  );
  return refs
    .filter(({ ref }) => ref.object !== "user" && !found.has(`${ref.object}/${ref.id}`))
    .map(({ record, field, ref }) =>
      finding(context, "reference_missing", [record.id, `${field.apiName} → ${ref.object}/${ref.id}`]),
    );
}

function refsOf(field: FieldModel, record: StoredRecord): readonly RecordRef[] {
  const value = valueOf(field, record.values);
  return value === null ? [] : (field.type.references?.(value, field.settings) ?? []);
}

/** Values that cannot be what their field says, whatever rule there was before. */
function badValues(context: VerifyContext, record: StoredRecord): readonly Finding[] {
  return context.object.fields.flatMap((field) => {
    const value = field.type.sealed ? null : valueOf(field, record.values);
    const problems = value === null ? [] : field.type.check(value, field.settings);
    return problems
      .filter((one) => one.code === "type" || one.code === "wrong_type")
      .map((one) => finding(context, "invalid_value", [record.id, `${field.apiName}: ${one.code}`]));
  });
}

/** Required values it lacks, and values that are outside what is allowed now: it was right by an earlier rule. */
function missingValues({ object }: VerifyContext, record: StoredRecord): readonly OlderThanRule[] {
  return object.fields.flatMap((field) => {
    const value = valueOf(field, record.values);
    const at = { object: object.apiName, id: record.id, field: field.apiName };
    if (value === null) return field.definition.required === true ? [{ ...at, code: "required" }] : [];
    if (field.type.sealed) return [];
    return field.type.check(value, field.settings).map((one) => ({ ...at, code: one.code }));
  });
}
