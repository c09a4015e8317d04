// Calls that come while others are under way wait for them, and then go to the database together:
// one round trip and one flush to disk for all. A call that comes alone waits for nothing.

import { AppError } from "../../errors.ts";

/** Two, so that one that hangs on a lock does not hold up the rest. */
export const MAX_BATCHES_AT_ONCE = 2;
export const MAX_BATCH_ITEMS = 50;

type Call<Item, Result> = {
  readonly item: Item;
  readonly answer: PromiseWithResolvers<Result>;
};

/** `work` answers each item in its place, and does nothing at all when it throws. */
export function inBatches<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  const waiting: Call<Item, Result>[] = [];
  let running = 0;

  function startNext(): void {
    if (waiting.length === 0 || running >= MAX_BATCHES_AT_ONCE) return;
    const batch = waiting.splice(0, MAX_BATCH_ITEMS);
    running++;
    void answerAll(batch).finally(() => {
      running--;
      startNext();
    });
  }

  async function answerAll(batch: readonly Call<Item, Result>[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item));
      batch.forEach(({ answer }, place) => answer.resolve(results[place]!));
    } catch (error) {
      if (batch.length === 1 || isOutage(error)) {
        for (const { answer } of batch) answer.reject(error);
      } else {
        // What is wrong with one of them is not the others' fault.
        for (const call of batch) await answerAll([call]);
      }
    }
  }

  return (item) => {
    const answer = Promise.withResolvers<Result>();
    waiting.push({ item, answer });
    // Not before others that call in the same turn have called too.
    queueMicrotask(startNext);
    return answer.promise;
  };
}

function isOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === "not_ready";
}
