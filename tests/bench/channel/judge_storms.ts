import { startBenchServers } from "../jobs/bench_servers.ts";
import type { Compared, Finding } from "./contrast.ts";
import { measureStorm, type Storm, STORM_WATCHERS } from "./measure_storm.ts";

/** One of two servers dies, and all its watchers come to the other. */
export async function judgeStorms(): Promise<Compared> {
  await using servers = await startBenchServers();
  const { databaseUrl } = await servers.newPlace();
  const alone = await measureStorm({ databaseUrl });
  const withRedis = await measureStorm(await servers.newPlace());
  return {
    contrasts: [],
    findings: [
      ...findingsOf("PostgreSQL alone", alone),
      ...findingsOf("PostgreSQL and Redis", withRedis),
    ],
  };
}

function findingsOf(where: string, storm: Storm): Finding[] {
  const name = `${STORM_WATCHERS.toLocaleString("en")} cut by a kill, ${where}`;
  const { missing, repeated, disordered, serverShare, clientShare } = storm;
  return [
    {
      name: `${name}: of ${storm.storedFrames.toLocaleString("en")} missing, twice or out of order`,
      unit: "frames",
      target: { atMost: 0, each: true },
      samples: [missing + repeated + disordered],
    },
    { name: `${name}: kill to resumed, each`, unit: "s", samples: storm.resumedSeconds },
    { name: `${name}: the other server's core meanwhile`, unit: "%", samples: [serverShare * 100] },
    { name: `${name}: the watchers' core meanwhile`, unit: "%", samples: [clientShare * 100] },
  ];
}
