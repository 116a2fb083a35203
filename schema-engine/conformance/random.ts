/** Repeatable chance. */
export interface Random {
  /** A whole number from 0 to one less than `bound`; 0 when there is none. */
  below(bound: number): number;
}

/** Numbers that depend on the seed alone (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return bound <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
    },
  };
}
