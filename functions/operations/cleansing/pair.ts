import type { PairName } from "../../ports/duplicate-store.ts";

/** Two records as the pair that is kept of them. */
export function pairOf(one: string, other: string): PairName {
  return one < other ? { first: one, second: other } : { first: other, second: one };
}

/** A pair as text, in the order of its ids. */
export function pairText({ first, second }: PairName): string {
  return `${first}#${second}`;
}
