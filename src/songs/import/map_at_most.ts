/**
 * Does something with every item, `limit` of them at once; results in the order of the items.
 * After a failure nothing more is begun, and the failure is thrown when all that was begun is over.
 */
export async function mapAtMost<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const rest = items.entries();
  const workOff = async () => {
    for (const [index, item] of rest) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, workOff));
  if (failures.length > 0) throw failures[0];
  return results;
}
