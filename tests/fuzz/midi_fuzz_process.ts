// Judges files and then mutants of them, one after another, in a process of its own with a small heap.
// Before each it writes the number, so that whoever started it knows which one it did not survive.
// Arguments: the file that lists the corpus, the seed, the first number, and one past the last.

import { midiMutant } from "../support/midi_mutant.ts";
import { judgeMutant, type MutantVerdict } from "./mutant_verdict.ts";

/** The line that follows a number. */
export type MutantReport = MutantVerdict & {
  readonly number: number;
  readonly bytes: number;
  /** How much the heap grew, with what is not collected yet. */
  readonly heapMb: number;
  readonly rssMb: number;
};

if (import.meta.main) main(Deno.args);

function main([list, seed, first, end]: readonly string[]): void {
  const files = readCorpus(list!);
  for (let number = Number(first); number < Number(end); number++) {
    print(`${number}`);
    const bytes = fuzzedFile(files, seed!, number);
    const heapBefore = Deno.memoryUsage().heapUsed;
    const verdict = judgeMutant(bytes);
    const { heapUsed, rss } = Deno.memoryUsage();
    const report: MutantReport = {
      number,
      bytes: bytes.length,
      heapMb: (heapUsed - heapBefore) / 1e6,
      rssMb: rss / 1e6,
      ...verdict,
    };
    print(JSON.stringify(report));
  }
}

/** The files whose paths stand in the lines of a file. */
export function readCorpus(list: string): Uint8Array<ArrayBuffer>[] {
  return Deno.readTextFileSync(list).split("\n").map((path) => Deno.readFileSync(path));
}

/** The first numbers are the files themselves, the later ones mutants. */
export function fuzzedFile(
  files: readonly Uint8Array<ArrayBuffer>[],
  seed: string,
  number: number,
): Uint8Array<ArrayBuffer> {
  return files[number] ?? midiMutant(files, `${seed}/${number}`);
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
