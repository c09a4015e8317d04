import type { BenchServer } from "./bench_server.ts";
import type { IdlePeer } from "./idle_peer.ts";

export type Lag = { readonly serverMs: readonly number[]; readonly peerMs: readonly number[] };

const EVERY_MS = 1_000;

/** The latest timer of each second of some work, in the server and in an idle process. */
export async function watchLag<T>(
  server: BenchServer,
  peer: IdlePeer,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly lag: Lag }> {
  const lag = { serverMs: [] as number[], peerMs: [] as number[] };
  await Promise.all([server.scrape(), peer.takeLagMs()]);
  let isOver = false;
  const working = work().finally(() => isOver = true);
  while (!isOver) {
    await Promise.race([working, new Promise((resolve) => setTimeout(resolve, EVERY_MS))]);
    const [{ lagMs }, peerMs] = await Promise.all([server.scrape(), peer.takeLagMs()]);
    lag.serverMs.push(lagMs);
    lag.peerMs.push(peerMs);
  }
  return { result: await working, lag };
}
