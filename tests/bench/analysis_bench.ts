// `deno task bench:analysis [folder]`: what the analysis hears of what the starter scores state, how
// well its keys agree with the key signatures of MIDI files, and how much time of the processor it takes.

import { join } from "node:path";
import process from "node:process";
import { STARTER_CATALOGUE } from "../../catalogue/starter_songs.ts";
import { analyse } from "../../src/music/analyse/analyse.ts";
import { readMidi } from "../../src/music/midi/read_midi.ts";
import { meanOf, type ScoreAnswers, scoreAnswers } from "../support/score_answers.ts";
import { describeMachine } from "./describe_machine.ts";
import { formatTable } from "./format_table.ts";

const DEFAULT_FOLDER = "../shared/midi";
const CORPORA = ["mutopia", "freedoom"];
const OWN_SONGS = "catalogue/piano";
const ROUNDS = 3;
const ROLES = ["Melody", "Bass", "Chords", "Pad", "Drums"];
const HEAD = ["score", "key", "meter", "roots", "thirds", ...ROLES, "borders", "found", "letters"];

if (import.meta.main) await main(Deno.args[0] ?? DEFAULT_FOLDER);

async function main(folder: string): Promise<void> {
  print(describeMachine());
  const answers = STARTER_CATALOGUE.scores.map(scoreAnswers);
  print(`\n${formatTable([HEAD, ...answers.map(toRow), meanRow(answers)])}`);
  const folders = [...CORPORA.map((name) => join(folder, name)), OWN_SONGS];
  const files = (await Promise.all(folders.map(readFolder))).flat().filter(canBeAnalysed);
  print(`\n${files.length} MIDI files below ${folders.join(", ")}`);
  print(describeKeys(files));
  print(describeSpeed(files));
}

function toRow(answer: ScoreAnswers): string[] {
  return [
    answer.title,
    answer.isKeyRight ? "right" : "WRONG",
    answer.isMeterRight ? "right" : "WRONG",
    ...[answer.roots, answer.thirds].map(percent),
    ...ROLES.map((role) => percent(answer.roles.get(role))),
    ...[answer.borderPrecision, answer.borderRecall, answer.letters].map(percent),
  ];
}

function meanRow(answers: readonly ScoreAnswers[]): string[] {
  const mean = (value: (one: ScoreAnswers) => number) => percent(meanOf(answers, value));
  const withRole = (role: string) => answers.filter(({ roles }) => roles.has(role));
  return [
    "mean",
    mean(({ isKeyRight }) => Number(isKeyRight)),
    mean(({ isMeterRight }) => Number(isMeterRight)),
    mean(({ roots }) => roots),
    mean(({ thirds }) => thirds),
    ...ROLES.map((role) => percent(meanOf(withRole(role), ({ roles }) => roles.get(role)!))),
    mean(({ borderPrecision }) => borderPrecision),
    mean(({ borderRecall }) => borderRecall),
    mean(({ letters }) => letters),
  ];
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(0)} %`;
}

async function readFolder(folder: string): Promise<Uint8Array[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.map(({ name }) => name).filter((name) => name.endsWith(".mid")).sort();
  return await Promise.all(names.map((name) => Deno.readFile(join(folder, name))));
}

function canBeAnalysed(bytes: Uint8Array): boolean {
  try {
    return readMidi(bytes).tracks.length > 0;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return false;
    throw error;
  }
}

function describeKeys(files: readonly Uint8Array[]): string {
  const stated = files.flatMap((bytes) => {
    const key = firstKeySignature(bytes);
    return key ? [{ key, heard: analyse(readMidi(bytes)).key }] : [];
  });
  const exact = stated.filter(({ key, heard }) =>
    key.tonic === heard.tonic && key.mode === heard.mode
  );
  return `Key as in the first signature: ${exact.length} of ${stated.length} files that have one`;
}

/** Signatures without accidentals are left out, as files have them by default. */
function firstKeySignature(bytes: Uint8Array) {
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] !== 0x59 || bytes[at + 2] !== 2) continue;
    const sharps = bytes[at + 3]! << 24 >> 24;
    if (sharps === 0 || Math.abs(sharps) > 7) return undefined;
    const isMinor = bytes[at + 4] === 1;
    const tonic = (sharps * 7 + (isMinor ? 9 : 0) + 120) % 12;
    return { tonic, mode: isMinor ? "minor" : "major" };
  }
  return undefined;
}

function describeSpeed(files: readonly Uint8Array[]): string {
  for (const bytes of files) analyse(readMidi(bytes));
  const started = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) {
    for (const bytes of files) analyse(readMidi(bytes));
  }
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000 / ROUNDS / files.length;
  const kilobytes = files.reduce((sum, { length }) => sum + length, 0) / 1024 / files.length;
  return `Read and analysed in ${ms.toFixed(1)} ms of the processor each, ` +
    `${kilobytes.toFixed(1)} KB on average: ${(ms * 50 / kilobytes).toFixed(1)} ms per 50 KB`;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
