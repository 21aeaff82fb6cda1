/** A seeded source of choices: equal seeds make equal choices, on every machine. */
export interface Random {
  /** A whole number from 0 up to, and without, `below`. */
  int(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of these. Throws where there is none. */
  pick<Item>(items: readonly Item[]): Item;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: short, and even enough for choices.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    int: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new Error("nothing to pick from");
      return items[random.int(items.length)] as (typeof items)[number];
    },
  };
  return random;
}
