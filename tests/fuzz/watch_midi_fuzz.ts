// Runs the fuzz process and watches it from outside: one that hangs is killed, one that dies is
// started again behind the mutant it died of.

import { fileURLToPath } from "node:url";
import { TextLineStream } from "../../src/program/text_line_stream.ts";
import type { MutantReport } from "./midi_fuzz_process.ts";

export type FuzzRun = {
  /** A file with the paths of the corpus, one a line. */
  readonly corpusList: string;
  readonly seed: string;
  /** The numbers from 0 to below this are judged. */
  readonly end: number;
  /** @default the process beside this file */
  readonly process?: string;
  /** A number that takes so long hangs. @default 10 s, far more than any may take */
  readonly hangMs?: number;
};

/** A mutant that the process did not survive. */
export type FatalMutant = { readonly number: number; readonly fatal: string };

/** Old objects of the process fit in this heap: what it holds itself, and 100 MB for a mutant. */
const MAX_HEAP_MB = 120;
const HANG_MS = 10_000;
/** Until the process has said its first number. */
const START_MS = 60_000;
const PROCESS = fileURLToPath(new URL("midi_fuzz_process.ts", import.meta.url));

/** Judges all numbers of a run, telling each report or death as it comes. */
export async function* watchMidiFuzz(run: FuzzRun): AsyncGenerator<MutantReport | FatalMutant> {
  for (let next = 0; next < run.end;) {
    let current = next;
    const child = startProcess(run, next);
    let isHung = false;
    const kill = () => {
      isHung = true;
      child.kill("SIGKILL");
    };
    const { hangMs = HANG_MS } = run;
    let timer = setTimeout(kill, START_MS);
    const stderr = new Response(child.stderr).text();
    const lines = child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      clearTimeout(timer);
      timer = setTimeout(kill, hangMs);
      if (line.startsWith("{")) yield JSON.parse(line) as MutantReport;
      else current = Number(line);
    }
    clearTimeout(timer);
    const { success } = await child.status;
    if (!success) yield { number: current, fatal: isHung ? "hangs" : lastWords(await stderr) };
    next = success ? run.end : current + 1;
  }
}

function startProcess(
  { corpusList, seed, end, process = PROCESS }: FuzzRun,
  first: number,
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      `--v8-flags=--max-old-space-size=${MAX_HEAP_MB}`,
      process,
      ...[corpusList, seed, first, end].map(String),
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function lastWords(stderr: string): string {
  return stderr.split("\n").find((line) => /fatal|error|uncaught/i.test(line)) ?? "dies silently";
}
