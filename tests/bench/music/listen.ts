// An MP3 as another program hears it: ffmpeg decodes it and measures it after EBU R 128.

export type Heard = {
  readonly lufs: number;
  /** In dB of full scale; above 0 it clips. */
  readonly truePeakDb: number;
  readonly samplePeakDb: number;
  readonly seconds: number;
  readonly leadingSilenceMs: number;
  readonly trailingSilenceMs: number;
};

/** @throws {Error} when there is no ffmpeg. */
export async function listenTo(mp3: Uint8Array): Promise<Heard> {
  const summary = await runFfmpeg(mp3, ["-af", "ebur128=peak=true+sample", "-f", "null", "-"]);
  const text = new TextDecoder().decode(summary.stderr).split("Summary:").at(-1)!;
  const sound = await runFfmpeg(mp3, ["-ac", "1", "-ar", `${RATE}`, "-f", "f32le", "-"]);
  const samples = new Float32Array(sound.stdout.slice().buffer);
  const isLoud = (sample: number) => Math.abs(sample) > SILENCE;
  const toMs = (count: number) => count / RATE * 1000;
  return {
    lufs: numberAfter(text, "I:"),
    truePeakDb: numberAfter(text, "True peak:\\s+Peak:"),
    samplePeakDb: numberAfter(text, "Sample peak:\\s+Peak:"),
    seconds: samples.length / RATE,
    leadingSilenceMs: toMs(samples.findIndex(isLoud)),
    trailingSilenceMs: toMs(samples.length - 1 - samples.findLastIndex(isLoud)),
  };
}

const RATE = 44100;
/** 60 dB below full scale. */
const SILENCE = 0.001;

function numberAfter(text: string, label: string): number {
  return Number(text.match(new RegExp(`${label}\\s+(-?[\\d.]+)`))?.[1] ?? NaN);
}

async function runFfmpeg(input: Uint8Array, args: readonly string[]) {
  const ffmpeg = new Deno.Command("ffmpeg", {
    args: ["-hide_banner", "-nostats", "-i", "pipe:0", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const process = ffmpeg.spawn();
  const output = process.output();
  await new Response(input.slice()).body!.pipeTo(process.stdin);
  return await output;
}
