// `deno task fuzz:midi [folder] [--count n] [--seed s]`: every MIDI file below the folder, and mutants
// of them, read and analysed in a process that is watched from outside. Each must give a result or a
// reason within its time and 100 MB; those that do not are saved in `out/fuzz/`, and the exit code is 1.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { temporaryFolder } from "../support/temporary_folder.ts";
import { formatTable } from "../bench/format_table.ts";
import { fuzzedFile, type MutantReport, readCorpus } from "./midi_fuzz_process.ts";
import { MAX_ANALYSE_MS, MAX_READ_MS } from "./mutant_verdict.ts";
import { type FatalMutant, watchMidiFuzz } from "./watch_midi_fuzz.ts";

/** A mutant may make the heap grow by so much. */
const MAX_HEAP_MB = 100;
const DEFAULT_FOLDER = "../shared/midi";
const OWN_SONGS = "catalogue/piano";
const OFFENDERS = "out/fuzz";

if (import.meta.main) Deno.exitCode = await main(Deno.args);

async function main(args: readonly string[]): Promise<number> {
  const { folder, count, seed } = readArguments(args);
  const paths = (await Promise.all([folder, OWN_SONGS].map(midiFiles))).flat().sort();
  await using temporary = await temporaryFolder();
  const corpusList = join(temporary.path, "corpus");
  await Deno.writeTextFile(corpusList, paths.join("\n"));
  const files = readCorpus(corpusList);
  const reports: (MutantReport | FatalMutant)[] = [];
  for await (const report of watchMidiFuzz({ corpusList, seed, end: files.length + count })) {
    reports.push(report);
    if (isOffence(report)) await save(fuzzedFile(files, seed, report.number), seed, report);
    if (reports.length % 10_000 === 0) print(`${reports.length} files …`);
  }
  print(`\n${files.length} files and ${count} mutants of them, seed ${seed}`);
  print(summary(reports));
  return reports.some(isOffence) || reports.length < files.length + count ? 1 : 0;
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { count: { type: "string" }, seed: { type: "string" } },
    allowPositionals: true,
  });
  const count = Number(values.count ?? 100_000);
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`No such count: ${count}`);
  return { folder: positionals[0] ?? DEFAULT_FOLDER, count, seed: values.seed ?? "1" };
}

async function midiFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) paths.push(...await midiFiles(path));
    else if (/\.(midi?|kar|rmi|smf)$/i.test(name)) paths.push(path);
  }
  return paths;
}

function isOffence(report: MutantReport | FatalMutant): boolean {
  return "fatal" in report || report.kind === "offence" || report.heapMb > MAX_HEAP_MB;
}

async function save(
  bytes: Uint8Array,
  seed: string,
  report: MutantReport | FatalMutant,
): Promise<void> {
  await Deno.mkdir(OFFENDERS, { recursive: true });
  const path = join(OFFENDERS, `${seed}-${report.number}.mid`);
  await Deno.writeFile(path, bytes);
  print(`${path}: ${JSON.stringify(report)}`);
}

function summary(all: readonly (MutantReport | FatalMutant)[]): string {
  const reports = all.filter((report): report is MutantReport => !("fatal" in report));
  const count = (kind: string) => `${reports.filter((report) => report.kind === kind).length}`;
  const worst = (value: (report: MutantReport) => number) => {
    const most = reports.reduce((a, b) => value(b) > value(a) ? b : a);
    return `${value(most).toFixed(1)} (number ${most.number}, ${most.bytes} bytes)`;
  };
  const rss = reports.map(({ rssMb }) => rssMb);
  return formatTable([
    ["what", "measured", "bound"],
    ["read", count("read"), ""],
    ["refused as no MIDI file", count("SyntaxError"), ""],
    ["refused as over a limit", count("RangeError"), ""],
    ["did worse", `${all.filter(isOffence).length}`, "0"],
    ["slowest to read, ms", worst(({ readMs }) => readMs), `${MAX_READ_MS}`],
    ["slowest to analyse, ms", worst(({ analyseMs }) => analyseMs), `${MAX_ANALYSE_MS}`],
    ["most heap, MB", worst(({ heapMb }) => heapMb), `${MAX_HEAP_MB}`],
    ["process at most, MB", `${Math.max(...rss).toFixed(0)}, from ${rss[0]!.toFixed(0)}`, ""],
  ]);
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
