import type { Compared } from "./contrast.ts";
import { inRounds, type Plan } from "./in_rounds.ts";
import { IDLE_SOCKETS, measureIdleSockets } from "./measure_idle_sockets.ts";
import type { Programs } from "./programs.ts";

const MAX_KB = 20;

/** Memory hardly varies, and takes its time to settle. */
const ROUNDS = 1;

/** What each server holds for a socket that is silent. */
export async function compareIdleSockets(programs: Programs, plan: Plan): Promise<Compared> {
  const contenders = plan.contenders.filter((name) => name !== "Orpheus");
  const rounds = Math.min(plan.rounds, ROUNDS);
  const samples = await inRounds(
    { rounds, contenders },
    (contender) => measureIdleSockets(programs, contender),
  );
  const name = `${IDLE_SOCKETS.toLocaleString("en")} idle: RSS a socket`;
  return {
    contrasts: [{ name, unit: "KB", samples }],
    findings: [{
      name,
      unit: "KB",
      target: { atMost: MAX_KB },
      samples: samples["Orpheus, batched"],
    }],
  };
}
