// The same frames at the same pace from every server, and what is asked of ours.

import type { Compared, Contrast, Finding } from "./contrast.ts";
import type { Contender } from "./contenders.ts";
import { inRounds, type Plan } from "./in_rounds.ts";
import { mapResults } from "./map_results.ts";
import { type FanOut, type Load, measureFanOut } from "./measure_fan_out.ts";
import type { Programs } from "./programs.ts";
import { ratios } from "./ratios.ts";

const SECONDS = 3;
const LOADS: readonly Load[] = [
  { watchers: 1_000, perSecond: 50, seconds: SECONDS },
  { watchers: 5_000, perSecond: 10, seconds: SECONDS },
];
const MAX_P99_MS = 100;

export async function compareFanOuts(programs: Programs, plan: Plan): Promise<Compared> {
  const compared: Compared = { contrasts: [], findings: [] };
  for (const load of LOADS) {
    const name = `${load.watchers.toLocaleString("en")} × ${load.perSecond}/s`;
    const results = await inRounds(plan, (contender) => measureFanOut(programs, contender, load));
    compared.contrasts.push(...contrastsOf(name, results));
    compared.findings.push(...findingsOf(name, results, { isP99Judged: load.perSecond === 50 }));
  }
  return compared;
}

function contrastsOf(name: string, results: Record<Contender, FanOut[]>): Contrast[] {
  const of = (value: (fanOut: FanOut) => number) => mapResults(results, value);
  const percent = (share: number) => share * 100;
  return [
    { name: `${name}: CPU a frame`, unit: "µs", samples: of((f) => f.cpuUsPerFrame) },
    { name: `${name}: received a second`, unit: "frames", samples: of((f) => f.framesPerSecond) },
    { name: `${name}: received, p50`, unit: "ms", samples: of((f) => f.p50Ms) },
    { name: `${name}: received, p99`, unit: "ms", samples: of((f) => f.p99Ms) },
    { name: `${name}: the server's core`, unit: "%", samples: of((f) => percent(f.serverShare)) },
    { name: `${name}: the client's core`, unit: "%", samples: of((f) => percent(f.clientShare)) },
    { name: `${name}: missing or twice`, unit: "frames", samples: of((f) => f.missing) },
  ];
}

function findingsOf(
  name: string,
  results: Record<Contender, FanOut[]>,
  { isP99Judged }: { readonly isP99Judged: boolean },
): Finding[] {
  const ours = results["Orpheus, batched"];
  const cpu = mapResults(results, ({ cpuUsPerFrame }) => cpuUsPerFrame);
  const beside = (peer: Contender) => ratios(cpu["Orpheus, batched"], cpu[peer]);
  return [
    {
      name: `${name}: CPU a frame, beside Socket.IO`,
      unit: "×",
      target: { atMost: 0.25 },
      samples: beside("Socket.IO on Node"),
    },
    {
      name: `${name}: CPU a frame, beside Deno.serve`,
      unit: "×",
      target: { atMost: 0.5 },
      samples: beside("Deno.serve"),
    },
    {
      name: `${name}: received, p99`,
      unit: "ms",
      target: isP99Judged ? { atMost: MAX_P99_MS } : undefined,
      samples: ours.map(({ p99Ms }) => p99Ms),
    },
    {
      name: `${name}: missing or twice`,
      unit: "frames",
      target: { atMost: 0, each: true },
      samples: ours.map(({ missing }) => missing),
    },
  ];
}
