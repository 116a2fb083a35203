import { Decimal } from "#engine";
import type { CellShare } from "../../ports/derived-store.ts";
import type { Cell } from "../../ports/record-store.ts";

/** Count and sums of one cell, JSON only. */
export interface Counted {
  readonly fieldId: string;
  readonly value: string;
  readonly owner: string;
  readonly count: number;
  readonly sums: Cell["sums"];
}

/** The cells of a recount, by `cellName`. */
export type Recount = Record<string, Counted>;

export function cellName({ fieldId, value, owner }: Pick<CellShare, "fieldId" | "value" | "owner">): string {
  return JSON.stringify([fieldId, value, owner]);
}

/** Adds what a record counts for. */
export function addShares(recount: Recount, shares: readonly CellShare[]): void {
  for (const share of shares) {
    const { fieldId, value, owner } = share;
    const name = cellName(share);
    const before = recount[name] ?? { fieldId, value, owner, count: 0, sums: {} };
    recount[name] = { ...before, count: before.count + 1, sums: addSums(before.sums, share.sums) };
  }
}

/** Same count and sums; a sum of nothing is like none. */
export function sameCount(
  a: Pick<Counted, "count" | "sums"> | undefined,
  b: Pick<Counted, "count" | "sums"> | undefined,
) {
  return (a?.count ?? 0) === (b?.count ?? 0) && flat(a?.sums) === flat(b?.sums);
}

function addSums(a: Cell["sums"], b: Cell["sums"]): Cell["sums"] {
  const result: Record<string, Record<string, string>> = {};
  for (const sums of [a, b])
    for (const [field, units] of Object.entries(sums))
      for (const [unit, amount] of Object.entries(units)) {
        const of = (result[field] ??= {});
        of[unit] = new Decimal(of[unit] ?? "0").plus(amount).toFixed();
      }
  return result;
}

function flat(sums: Cell["sums"] | undefined): string {
  return Object.entries(sums ?? {})
    .flatMap(([field, units]) =>
      Object.entries(units).map(([unit, amount]) => [field, unit, new Decimal(amount)] as const),
    )
    .filter(([, , amount]) => !amount.isZero())
    .map(([field, unit, amount]) => `${field}|${unit}|${amount.toFixed()}`)
    .sort()
    .join(" ");
}
