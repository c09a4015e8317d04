import { quantile } from "../figure.ts";
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
  const none = { atMost: 0, each: true } as const;
  const core = (whose: string, share: number): Finding => ({
    name: `${name}: core of ${whose} meanwhile`,
    unit: "%",
    samples: [share * 100],
  });
  return [
    { name: `${name}: not resumed`, unit: "watchers", target: none, samples: [storm.notResumed] },
    {
      name: `${name}: missing of ${storm.storedFrames.toLocaleString("en")}`,
      unit: "frames",
      target: none,
      samples: [storm.missing],
    },
    { name: `${name}: repeated`, unit: "frames", target: none, samples: [storm.repeated] },
    {
      name: `${name}: out of order`,
      unit: "frames",
      target: none,
      samples: [storm.disordered],
    },
    {
      name: `${name}: kill to resumed, p50`,
      unit: "s",
      samples: [quantile(storm.resumedSeconds, 0.5)],
    },
    {
      name: `${name}: kill to resumed, last`,
      unit: "s",
      samples: [Math.max(...storm.resumedSeconds)],
    },
    core("the other server", storm.serverShare),
    core("the watchers", storm.clientShare),
  ];
}
