import { describeSpread } from "../describe_spread.ts";
import { median } from "../figure.ts";
import type { Blend } from "./blend.ts";
import type { Chapter, Goal } from "./chapter.ts";
import { type Heard, listenTo } from "./listen.ts";
import { openNativePeer } from "./native_peer.ts";
import { openRenderer, type Renderer } from "./renderer.ts";
import type { Rendering } from "./rendering.ts";

const TARGET_LUFS = -16;
const MAX_LOUDNESS_ERROR_LU = 1;
const MAX_TRUE_PEAK_DB = 0;
const MAX_SILENCE_MS = 1000;
const MAX_LENGTH_ERROR_SECONDS = 0.1;

/** Renders the blends here and by native programs in turn, and listens to ours. */
export async function judgeRendering(
  blends: readonly Blend[],
): Promise<{ readonly chapter: Chapter; readonly mp3s: ReadonlyMap<Blend, Uint8Array> }> {
  const remarks: string[] = [];
  await using peer = await openNativePeer().catch((error: Error) => {
    remarks.push(`**NOT COMPARED with native programs: ${error.message}.**`);
    return undefined;
  });
  await using ours = openRenderer();
  const pairs = await renderInTurn(blends, ours, peer);
  const heard = await listenToAll(pairs).catch((error: Error) => {
    remarks.push(`**NOT LISTENED to the MP3s, as ffmpeg is missing or broken: ${error.message}.**`);
    return [];
  });
  return {
    mp3s: new Map(pairs.map(({ blend, own }) => [blend, own.mp3])),
    chapter: {
      title: "Rendering to MP3, 44.1 kHz, 192 kbit/s, FluidR3Mono",
      goals: [
        ...peer ? speedGoals(pairs) : [],
        ...heard.length > 0 ? soundGoals(pairs, heard) : [],
      ],
      rows: [HEAD, ...pairs.map((pair, index) => describe(pair, heard[index]))],
      remarks: [
        ...remarks,
        "Native is `fluidsynth` piped into `lame`, two processes with the same font and bit rate; " +
        "ours is two workers of the engine, which also level the piece and limit its peaks.",
      ],
    },
  };
}

const HEAD = [
  "songs",
  "ours, × real time",
  "native",
  "ours, CPU s per minute",
  "native",
  "LUFS",
  "true peak dB",
  "silence before, after ms",
  "s",
];

type Pair = { readonly blend: Blend; readonly own: Rendering; readonly native?: Rendering };

/** In turn, so that both see the same noise. The first piece is played twice: once to warm up. */
async function renderInTurn(
  blends: readonly Blend[],
  ours: Renderer,
  peer: Renderer | undefined,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  await ours.render(blends[0]!.midi);
  for (const blend of blends) {
    const own = await ours.render(blend.midi);
    pairs.push({ blend, own, ...peer ? { native: await peer.render(blend.midi) } : {} });
  }
  return pairs;
}

async function listenToAll(pairs: readonly Pair[]): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const { own } of pairs) heard.push(await listenTo(own.mp3));
  return heard;
}

function speedOf({ triple }: Blend, { ms }: Rendering): number {
  return triple.lengthSeconds * 1000 / ms;
}

function cpuOf({ triple }: Blend, { cpuMs }: Rendering): number {
  return cpuMs / 1000 / (triple.lengthSeconds / 60);
}

function speedGoals(pairs: readonly Pair[]): Goal[] {
  const own = pairs.map((pair) => speedOf(pair.blend, pair.own));
  const native = pairs.map((pair) => speedOf(pair.blend, pair.native!));
  const ownCpu = pairs.map((pair) => cpuOf(pair.blend, pair.own));
  const nativeCpu = pairs.map((pair) => cpuOf(pair.blend, pair.native!));
  return [
    {
      name: "MIDI to MP3, of real time, beside fluidsynth + lame with the same font",
      target: `≥ ${describeSpread(native, "×")}`,
      found: describeSpread(own, "×"),
      isMet: median(own.map((speed, index) => speed / native[index]!)) >= 1,
    },
    {
      name: "the same in seconds of processor for a minute of music",
      target: `≤ ${describeSpread(nativeCpu, "s")}`,
      found: describeSpread(ownCpu, "s"),
      isMet: median(ownCpu.map((cpu, index) => cpu / nativeCpu[index]!)) <= 1,
    },
  ];
}

function soundGoals(pairs: readonly Pair[], heard: readonly Heard[]): Goal[] {
  const worst = (values: readonly number[]) => Math.max(...values);
  const loudness = worst(heard.map(({ lufs }) => Math.abs(lufs - TARGET_LUFS)));
  const peak = worst(heard.map(({ truePeakDb }) => truePeakDb));
  const silence = worst(heard.flatMap((one) => [one.leadingSilenceMs, one.trailingSilenceMs]));
  const length = worst(
    heard.map(({ seconds }, index) => Math.abs(seconds - pairs[index]!.blend.triple.lengthSeconds)),
  );
  return [
    {
      name: `loudness, off ${TARGET_LUFS} LUFS at most`,
      target: `≤ ${MAX_LOUDNESS_ERROR_LU} LU each`,
      found: `${loudness.toFixed(1)} LU`,
      isMet: loudness <= MAX_LOUDNESS_ERROR_LU,
    },
    {
      name: "true peak of the decoded MP3",
      target: `≤ ${MAX_TRUE_PEAK_DB} dB each`,
      found: `${peak.toFixed(1)} dB`,
      isMet: peak <= MAX_TRUE_PEAK_DB,
    },
    {
      name: "silence (under −60 dB) before or after the sound",
      target: `≤ ${MAX_SILENCE_MS} ms each`,
      found: `${silence.toFixed(0)} ms`,
      isMet: silence <= MAX_SILENCE_MS,
    },
    {
      name: "length of the MP3, off the one asked for",
      target: `≤ ${MAX_LENGTH_ERROR_SECONDS} s each`,
      found: `${length.toFixed(3)} s`,
      isMet: length <= MAX_LENGTH_ERROR_SECONDS,
    },
  ];
}

function describe({ blend, own, native }: Pair, heard: Heard | undefined): string[] {
  return [
    blend.name,
    speedOf(blend, own).toFixed(1),
    native ? speedOf(blend, native).toFixed(1) : "missing",
    cpuOf(blend, own).toFixed(1),
    native ? cpuOf(blend, native).toFixed(1) : "missing",
    heard ? heard.lufs.toFixed(1) : "",
    heard ? heard.truePeakDb.toFixed(1) : "",
    heard ? `${heard.leadingSilenceMs.toFixed(0)}, ${heard.trailingSilenceMs.toFixed(0)}` : "",
    heard ? heard.seconds.toFixed(2) : "",
  ];
}
