/** Everything that is left to chance in one simulation, from its seed (mulberry32). */
export interface Chance {
  /** 0 ≤ value < 1. */
  next(): number;
  /** True in that share of cases. */
  hits(share: number): boolean;
  /** Takes one at random out of a list; the list must not be empty. */
  take<Item>(list: Item[]): Item;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    hits: (share) => next() < share,
    take: (list) => {
      const [item] = list.splice(Math.floor(next() * list.length), 1);
      if (item === undefined) throw new Error("nothing to take");
      return item;
    },
  };
}
