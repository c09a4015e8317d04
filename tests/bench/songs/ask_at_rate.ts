// Asks a server at a rate that does not wait for its answers, as many people do: a server that falls
// behind is seen to. Latency counts from when a question was sent, as timers are a millisecond late.

import type { Chance } from "./chance.ts";

const ANSWER_TIMEOUT_MS = 15_000;

/** The latencies, in milliseconds, in the order asked. `chance` scatters the questions (Poisson). */
export async function askAtRate(
  urls: readonly string[],
  { perSecond, chance }: { readonly perSecond: number; readonly chance: Chance },
): Promise<number[]> {
  const startMs = performance.now();
  const answers: Promise<number>[] = [];
  let dueMs = startMs;
  for (const url of urls) {
    dueMs += -Math.log(1 - chance.next()) * 1000 / perSecond;
    await until(dueMs);
    answers.push(ask(url, performance.now()));
  }
  return await Promise.all(answers);
}

async function until(dueMs: number): Promise<void> {
  const waitMs = dueMs - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

/** @throws {Error} for an answer other than 200. */
async function ask(url: string, sentMs: number): Promise<number> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - sentMs;
}
