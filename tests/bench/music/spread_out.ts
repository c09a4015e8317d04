/** At most so many of the items, spread evenly over all, from a place that the seed chooses. */
export function spreadOut<T>(items: readonly T[], seed: number, count: number): T[] {
  const stride = items.length / Math.min(count, items.length);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(seed + index * stride) % items.length]!,
  );
}
