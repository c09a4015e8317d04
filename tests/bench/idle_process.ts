// A process that does nothing but measure how late its own timers fire: it says so for each line
// that it reads. What it shows is the machine's doing.

import { startLagProbe } from "../../src/program/lag_probe.ts";

using probe = startLagProbe();
for await (const _ of Deno.stdin.readable) {
  Deno.stdout.writeSync(new TextEncoder().encode(`${probe.takeMaxMs()}\n`));
}
