import type { Json } from "../../contract/json.ts";

/** A record of the demo workspaces; `links` name other sample records by key. */
export interface SampleRecord {
  readonly object: string;
  readonly key: string;
  /** Local part of the owner's address; null: the owner is that of the record's master. */
  readonly owner: string | null;
  readonly values: Readonly<Record<string, Json>>;
  readonly links: Readonly<Record<string, string>>;
}

/** A whole number from 0 to `count - 1`. */
export type Pick = (count: number) => number;

/** What all sample records of one day are made with. */
export interface Making {
  readonly pick: Pick;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** A small linear congruential sequence: the same numbers for the same seed. */
export function sequence(seed: number): Pick {
  let state = seed >>> 0;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

export function from<Item>(pick: Pick, items: readonly Item[]): Item {
  const item = items[pick(items.length)];
  if (item === undefined) throw new Error("a sample list is empty");
  return item;
}

/** `count` records, each made from its place. */
export function many(count: number, make: (at: number) => SampleRecord): readonly SampleRecord[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

const DAY_MS = 86_400_000;

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** An amount in yuan. */
export function yuan(amount: number): Json {
  return { amount: `${amount}.00`, currency: "CNY" };
}

export const owners = ["sales1", "sales2", "manager"];
export const surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
