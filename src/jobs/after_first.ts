// Work that shares a key: the first begins at once, what comes meanwhile waits for it to end.

export type AfterFirst = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Those who waited go on together, however the first ended: one that hangs delays nobody twice. */
export function createAfterFirst(): AfterFirst {
  const firsts = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const first = firsts.get(key);
    if (first !== undefined) {
      await Promise.allSettled([first]);
      return await work();
    }
    const own = work();
    firsts.set(key, own);
    try {
      return await own;
    } finally {
      firsts.delete(key);
    }
  };
}
