// One run of the real import program as a process of its own, and what it took of the machine.

import { join } from "node:path";
import { ROOT, runProgram } from "../../support/program.ts";

const PROGRAM = join(ROOT, "src/program/songs_import.ts");
const SAMPLE_MS = 250;
/** In which Linux counts the time of processors, whatever the machine. */
const TICKS_PER_SECOND = 100;

export type ImportRun = {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Of all processors together, without that of a database server. */
  readonly cpuSeconds: number;
  /** Resident, every quarter of a second. */
  readonly rssMb: readonly number[];
};

/**
 * Imports a folder; on Linux, which tells what a process takes.
 * @throws when the program does not end with 0.
 */
export async function runImport(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ImportRun> {
  const startMs = performance.now();
  await using program = runProgram(["run", "-A", PROGRAM, folder], { env });
  const samples: Sample[] = [];
  const timer = setInterval(async () => {
    const sample = await takeSample(program.pid);
    if (sample) samples.push(sample);
  }, SAMPLE_MS);
  const exitCode = await program.exit.finally(() => clearInterval(timer));
  const seconds = (performance.now() - startMs) / 1000;
  if (exitCode !== 0) {
    throw new Error(`The import failed: ${program.lines.slice(-3).join(" ")} ${program.stderr()}`);
  }
  const rssMb = samples.map((sample) => sample.rssMb);
  return { seconds, cpuSeconds: samples.at(-1)?.cpuSeconds ?? NaN, rssMb };
}

type Sample = { readonly rssMb: number; readonly cpuSeconds: number };

/** Undefined when the process is gone. */
async function takeSample(pid: number): Promise<Sample | undefined> {
  const read = (name: string) => Deno.readTextFile(`/proc/${pid}/${name}`).catch(() => "");
  const [status, stat] = await Promise.all([read("status"), read("stat")]);
  const kilobytes = status.match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  // The name of the program, in brackets, may hold blanks; 12th and 13th behind it: user and system.
  const times = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13).map(Number);
  if (kilobytes === undefined || times.length < 2) return undefined;
  return {
    rssMb: Number(kilobytes) / 1024,
    cpuSeconds: (times[0]! + times[1]!) / TICKS_PER_SECOND,
  };
}
