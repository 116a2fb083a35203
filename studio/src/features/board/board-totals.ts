import type { AggregateAnswer } from "../../api/answers.ts";
import { added, sameAmounts, sumIn, type Amounts } from "../../model/amounts.ts";

/** What the cards of a column come to. */
export interface ColumnTotal {
  readonly count: number;
  readonly sum: Amounts;
  /** There are more cards than were counted. */
  readonly isMinimum: boolean;
}

/** By column; a column without cards has none. */
export type Totals = ReadonlyMap<string, ColumnTotal>;

const nothing: ColumnTotal = { count: 0, sum: {}, isMinimum: false };

/** Totals as the server gives them. */
export function totalsIn(
  { groups, complete }: Pick<AggregateAnswer, "groups" | "complete">,
  fields: { readonly group: string; readonly amount: string | undefined },
): Totals {
  return new Map(
    groups.map((one) => {
      const sum = fields.amount === undefined ? {} : sumIn(one, fields.amount);
      const total = { count: Number(one["count"] ?? 0), sum, isMinimum: !complete };
      return [String(one.key[fields.group] ?? ""), total];
    }),
  );
}

/** A card that goes from one column to another. */
export interface CardMove {
  readonly from: string;
  readonly to: string;
  /** Null: the card adds nothing to the sum. */
  readonly amount: { readonly unit: string; readonly amount: string } | null;
}

/** Totals once a card has moved. */
export function withMove(totals: Totals, { from, to, amount }: CardMove): Totals {
  const change = (name: string, sign: 1 | -1): readonly [string, ColumnTotal] => {
    const before = totals.get(name) ?? nothing;
    const sum = amount ? added(before.sum, amount, sign) : before.sum;
    return [name, { ...before, count: Math.max(0, before.count + sign), sum }];
  };
  return new Map([...totals, change(from, -1), change(to, 1)]);
}

/** Whether two say the same of every column. */
export function sameTotals(a: Totals, b: Totals): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every((name) => {
    const [one, other] = [a.get(name) ?? nothing, b.get(name) ?? nothing];
    return one.count === other.count && sameAmounts(one.sum, other.sum);
  });
}
