// How late timers fire: what a computation took from everyone else. The collector of prom-client
// reads 0 on Deno 2.9 after a block of 120 ms, so this one measures.

/** A block of less than this may pass unseen, a longer one may look as much shorter. */
const INTERVAL_MS = 20;

export type LagProbe = Disposable & {
  /** The latest a timer fired since this was last asked. */
  takeMaxMs(): number;
};

export function startLagProbe(): LagProbe {
  let maxMs = 0;
  let dueMs = performance.now() + INTERVAL_MS;
  const timer = setInterval(() => {
    maxMs = Math.max(maxMs, performance.now() - dueMs);
    dueMs = performance.now() + INTERVAL_MS;
  }, INTERVAL_MS);
  return {
    takeMaxMs() {
      const takenMs = maxMs;
      maxMs = 0;
      return takenMs;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
