// `deno task bench:channel`: the live channel beside Socket.IO, `ws` and `Deno.serve` in one run.
// Takes some minutes. For a part of it:
// `[fan-out] [idle] [slow] [storm] [--contender=<name>]… [--rounds=<n>]`.

import { parseArgs } from "node:util";
import { compareFanOuts } from "./channel/compare_fan_outs.ts";
import { compareIdleSockets } from "./channel/compare_idle_sockets.ts";
import { type Contender, NAMES } from "./channel/contenders.ts";
import type { Compared } from "./channel/contrast.ts";
import { formatContrasts, formatFindings } from "./channel/format_contrasts.ts";
import type { Plan } from "./channel/in_rounds.ts";
import { judgeSlowReaders } from "./channel/judge_slow_readers.ts";
import { judgeStorms } from "./channel/judge_storms.ts";
import { makePrograms } from "./channel/programs.ts";
import { describeMachine } from "./describe_machine.ts";

const PARTS = {
  "fan-out": { measure: compareFanOuts, saying: "Delivering frames to thousands" },
  "idle": { measure: compareIdleSockets, saying: "Holding idle sockets" },
  "slow": { measure: judgeSlowReaders, saying: "Waiting for those who do not read" },
  "storm": { measure: judgeStorms, saying: "Killing one of two servers" },
} as const;

if (import.meta.main) await main(Deno.args);

async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      contender: { type: "string", multiple: true, default: NAMES },
      rounds: { type: "string", default: "3" },
    },
  });
  const plan = { rounds: Number(values.rounds), contenders: values.contender.map(contenderOf) };
  const parts = Object.entries(PARTS)
    .filter(([name]) => positionals.length === 0 || positionals.includes(name))
    .map(([, part]) => part);
  const compared: Compared = { contrasts: [], findings: [] };
  await using programs = await makePrograms();
  for (const { measure, saying } of parts) {
    print(`${saying} …`);
    const { contrasts, findings } = await measure(programs, plan);
    compared.contrasts.push(...contrasts);
    compared.findings.push(...findings);
  }
  print(`\n${report(compared, plan)}`);
}

function contenderOf(name: string): Contender {
  const known = NAMES.find((known) => known === name);
  if (known === undefined) throw new Error(`--contender must be one of: ${NAMES.join("; ")}`);
  return known;
}

function report({ contrasts, findings }: Compared, { contenders }: Plan): string {
  return [
    formatContrasts(contrasts, contenders),
    formatFindings(findings),
    describeMachine(),
  ].join("\n\n");
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
