import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { observeEventLoopLag } from "../../src/program/event_loop_lag.ts";

async function scrape(registry: Registry): Promise<number> {
  const metric = await registry.getSingleMetric("orpheus_event_loop_lag_max_seconds")!.get();
  return metric.values[0]!.value;
}

/** Long enough for a timer of the probe that is due to fire. */
function untilTimersFired(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

function block(ms: number): void {
  const startMs = performance.now();
  while (performance.now() - startMs < ms);
}

Deno.test("a blocked event loop shows as a late timer until it is scraped", async () => {
  const registry = new Registry();
  using _probe = observeEventLoopLag(registry);
  block(300);
  await untilTimersFired();
  assert.ok(await scrape(registry) >= 0.25);
  assert.equal(await scrape(registry), 0);
});
