// Seeded chance that splits: a fork depends on the seed and its keys, never on what was drawn before,
// so one section or part can be made again without touching the rest.

export type Random = {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number, 0 ≤ n < count. */
  below(count: number): number;
  chance(probability: number): boolean;
  /** -1 to 1, mostly near 0. */
  spread(): number;
  pick<T>(items: readonly T[]): T;
  /** An index, as likely as its weight; any index when no weight is above 0. */
  weighted(weights: ArrayLike<number>): number;
  fork(...keys: readonly (string | number)[]): Random;
};

/** Starts a stream of chance from a seed. */
export function createRandom(seed: number | string): Random {
  const name = String(seed);
  const next = mulberry32(hash(name));
  return {
    next,
    below: (count) => Math.floor(next() * count),
    chance: (probability) => next() < probability,
    spread: () => (next() + next() + next()) / 1.5 - 1,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted: (weights) => weightedIndex(weights, next()),
    fork: (...keys) => createRandom([name, ...keys].join("/")),
  };
}

function weightedIndex(weights: ArrayLike<number>, at: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]!;
  if (!(sum > 0)) return Math.floor(at * weights.length);
  let left = at * sum;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! <= 0) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return last;
}

// FNV-1a with the finaliser of MurmurHash3, so that names that differ in one character part ways.
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
