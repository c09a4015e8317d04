// How late timers fire: what composing, rendering or the database took from everyone else.
// The collector of prom-client reads 0 on Deno 2.9 after a block of 120 ms, so this one measures.

import { Gauge, type Registry } from "prom-client";

const INTERVAL_MS = 50;

/** Registers `orpheus_event_loop_lag_max_seconds`: the latest a timer fired since the last scrape. */
export function observeEventLoopLag(registry: Registry): Disposable {
  let maxMs = 0;
  let dueMs = performance.now() + INTERVAL_MS;
  new Gauge({
    name: "orpheus_event_loop_lag_max_seconds",
    help: "The latest a timer fired since the last scrape",
    registers: [registry],
    collect() {
      this.set(maxMs / 1000);
      maxMs = 0;
    },
  });
  const timer = setInterval(() => {
    maxMs = Math.max(maxMs, performance.now() - dueMs);
    dueMs = performance.now() + INTERVAL_MS;
  }, INTERVAL_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
