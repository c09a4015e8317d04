// One run of the real import program as a process of its own, and how much memory it held.

import { join } from "node:path";
import { ROOT, runProgram } from "../../support/program.ts";

const PROGRAM = join(ROOT, "src/program/songs_import.ts");
const SAMPLE_MS = 250;

export type ImportRun = {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Resident, every quarter of a second. */
  readonly rssMb: readonly number[];
};

/**
 * Imports a folder.
 * @throws when the program does not end with 0.
 */
export async function runImport(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ImportRun> {
  const startMs = performance.now();
  await using program = runProgram(["run", "-A", PROGRAM, folder], { env });
  const rssMb: number[] = [];
  const timer = setInterval(
    () => void sampleRss(program.pid).then((mb) => mb && rssMb.push(mb)),
    SAMPLE_MS,
  );
  const exitCode = await program.exit.finally(() => clearInterval(timer));
  const seconds = (performance.now() - startMs) / 1000;
  if (exitCode === 0) return { seconds, rssMb };
  throw new Error(`The import failed: ${program.lines.slice(-3).join(" ")} ${program.stderr()}`);
}

/** Of a process of Linux; undefined when it is gone. */
async function sampleRss(pid: number): Promise<number | undefined> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  const kilobytes = status.match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
