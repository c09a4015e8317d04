// `deno task demo`: a server of its own, one blend as any client asks for it, progress in the
// terminal, the MIDI and the MP3 in `out/`.

import { parseArgs } from "node:util";
import type { Client, GenerateRequest } from "../client/client.ts";
import { connect } from "../client/connect.ts";
import { Refusal } from "../client/refusal.ts";
import type { Job, Output, Problem } from "../client/wire.ts";
import { isSet } from "../jobs/options.ts";
import { startServerProcess } from "./server_process.ts";
import { createTerminalProgress } from "./terminal_progress.ts";

const DEFAULT_SONGS = ["The Entertainer", "Korobeiniki", "Greensleeves"];
const READY_TIMEOUT_MS = 120_000;
const BLEND_TIMEOUT_MS = 300_000;
const OUT = "out";

const USAGE = `deno task demo [--length SECONDS] [--seed NUMBER] [--songs "A, B, C"]

  --length  15 to 300 seconds (60)
  --seed    0 to 4294967295: the same songs and seed give the same piece
  --songs   three songs of the catalogue, each "Title" or "Title - Artist"
`;

type DemoOptions = { lengthSeconds: number; seed?: number; songs: string[] };

if (import.meta.main) Deno.exit(await main(Deno.args));

/** The exit code: 0 when both files are written. */
async function main(args: string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (!options) print(USAGE);
    else await demonstrate(options);
    return 0;
  } catch (error) {
    print(`\n${describe(error)}\n`);
    return 1;
  }
}

function parseOptions(args: string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      length: { type: "string", default: "60" },
      seed: { type: "string" },
      songs: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const songs = values.songs?.split(",").map((song) => song.trim()) ?? DEFAULT_SONGS;
  if (songs.length !== 3) throw new RangeError(`--songs needs three songs: got ${songs.length}`);
  return {
    lengthSeconds: numberOf("--length", values.length),
    ...(values.seed === undefined ? {} : { seed: numberOf("--seed", values.seed) }),
    songs,
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new RangeError(`${name} needs a number: got "${text}"`);
}

async function demonstrate({ songs, ...options }: DemoOptions): Promise<void> {
  print("Starting a server …\n");
  await using server = await startServerProcess({
    environment: { DATA_DIR: "data/demo", LOG_LEVEL: "info" },
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
  using client = connect(server.origin);
  const job = await blend(client, { songs, options });
  for (const output of job.outputs) await save(client, job, output);
  for (const { message } of job.warnings) print(`${message}\n`);
  if (job.outputs.length < 2) throw new Error("Only the MIDI file could be made");
}

/** Resolves with the completed job. */
async function blend(client: Client, request: GenerateRequest): Promise<Job> {
  const progress = createTerminalProgress(print);
  const signal = AbortSignal.timeout(BLEND_TIMEOUT_MS);
  const job = await client.generate(request, { signal });
  announce(job);
  for await (const frame of client.watch(job.jobId, { signal })) {
    progress.show(frame);
    if (frame.type === "completed") return frame.job;
    if (frame.type === "failed") throw new Error(frame.job.error ?? "The blend failed");
  }
  throw new Error("The blend was cancelled");
}

function announce({ songs, options }: Job): void {
  print(`\n${songs.map(({ title, artist }) => `${title} - ${artist}`).join("\n")}\n\n`);
  for (const [name, value] of Object.entries(options)) {
    if (isSet(value)) print(`${name}: ${value}\n`);
  }
  print("\n");
}

function describe(error: unknown): string {
  if (error instanceof Refusal) return describeProblem(error.problem);
  return error instanceof Error ? error.message : String(error);
}

function describeProblem({ detail, errors = [] }: Problem): string {
  const hints = errors.map(({ path, message, suggestions = [] }) => {
    const titles = suggestions.map(({ title }) => title).join(", ");
    return `  ${path}: ${message}${titles === "" ? "" : `, perhaps: ${titles}`}`;
  });
  return [detail, ...hints].join("\n");
}

async function save(client: Client, job: Job, output: Output): Promise<void> {
  const answer = await fetch(new URL(output.url, client.url));
  if (!answer.ok || !answer.body) throw new Error(`The ${output.kind} cannot be downloaded`);
  const extension = output.kind === "midi" ? "mid" : "mp3";
  const path = `${OUT}/orpheus-${job.options.seed}.${extension}`;
  await Deno.mkdir(OUT, { recursive: true });
  await Deno.writeFile(path, answer.body);
  print(`${path}  ${Math.ceil(output.sizeBytes / 1024)} KiB\n`);
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
