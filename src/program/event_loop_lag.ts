import { Gauge, type Registry } from "prom-client";
import { startLagProbe } from "./lag_probe.ts";

/** Registers `orpheus_event_loop_lag_max_seconds`: the latest a timer fired since the last scrape. */
export function observeEventLoopLag(registry: Registry): Disposable {
  const probe = startLagProbe();
  new Gauge({
    name: "orpheus_event_loop_lag_max_seconds",
    help: "The latest a timer fired since the last scrape",
    registers: [registry],
    collect() {
      this.set(probe.takeMaxMs() / 1000);
    },
  });
  return probe;
}
