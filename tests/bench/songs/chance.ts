// Chance that comes out the same each time: a small generator seeded by whole numbers (mulberry32,
// public domain), so that the n-th song of a catalogue can be made without those before it.

/** One number of 32 bits that depends on all bits of all numbers. */
export function hashNumbers(...numbers: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const number of numbers) {
    hash = Math.imul(hash ^ number, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

export class Chance {
  #state: number;

  constructor(...seeds: readonly number[]) {
    this.#state = hashNumbers(...seeds);
  }

  /** 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  isIn(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** One of a table of weights. */
  weigh<T>(table: readonly (readonly [T, number])[]): T {
    const total = table.reduce((sum, [, weight]) => sum + weight, 0);
    let rest = this.next() * total;
    for (const [value, weight] of table) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return table.at(-1)![0];
  }

  /**
   * A rank from 0, below `count`, as often as 1 / (rank + offset): the law of Zipf and Mandelbrot.
   * The greater the offset, the less often the first.
   */
  rank(count: number, offset: number): number {
    return Math.min(
      count - 1,
      Math.floor(offset * ((count + offset) / offset) ** this.next() - offset),
    );
  }

  /** One of a list whose first are the commonest. */
  common<T>(list: readonly T[], offset = 4): T {
    return list[this.rank(list.length, offset)]!;
  }
}
