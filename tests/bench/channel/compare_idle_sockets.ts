import type { Compared } from "./contrast.ts";
import { inRounds, type Plan } from "./in_rounds.ts";
import { mapResults } from "./map_results.ts";
import { IDLE_SOCKETS, measureIdleSockets } from "./measure_idle_sockets.ts";
import type { Programs } from "./programs.ts";

const MAX_KB = 20;

/** Memory hardly varies, and takes its time to settle. */
const ROUNDS = 1;

/** What each server pays for a socket, and holds for it while it is silent. */
export async function compareIdleSockets(programs: Programs, plan: Plan): Promise<Compared> {
  const contenders = plan.contenders.filter((name) => name !== "Orpheus");
  const rounds = Math.min(plan.rounds, ROUNDS);
  const results = await inRounds(
    { rounds, contenders },
    (contender) => measureIdleSockets(programs, contender),
  );
  const sockets = IDLE_SOCKETS.toLocaleString("en");
  const rssKb = mapResults(results, ({ rssKb }) => rssKb);
  return {
    contrasts: [
      {
        name: `${sockets} opened: CPU a socket`,
        unit: "µs",
        samples: mapResults(results, ({ cpuUs }) => cpuUs),
      },
      { name: `${sockets} idle: RSS a socket`, unit: "KB", samples: rssKb },
    ],
    findings: [{
      name: `${sockets} idle: RSS a socket`,
      unit: "KB",
      target: { atMost: MAX_KB },
      samples: rssKb["Orpheus, batched"],
    }],
  };
}
