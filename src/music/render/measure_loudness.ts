// Loudness as ITU-R BS.1770-4 and EBU R 128 define it: filtered like hearing, silence left out.

import type { AudioBlock } from "./audio_block.ts";

const WINDOW_SECONDS = 0.1;
const WINDOWS_PER_GATE = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** Passes sound through; returns its integrated loudness in LUFS, -Infinity for silence. */
export function* measureLoudness(
  blocks: Iterable<AudioBlock>,
  sampleRate: number,
): Generator<AudioBlock, number, void> {
  const energies = gateEnergies(yield* measureWindows(blocks, sampleRate));
  const audible = energies.filter((energy) => loudnessOf(energy) > ABSOLUTE_GATE_LUFS);
  const gate = loudnessOf(mean(audible)) + RELATIVE_GATE_LU;
  return loudnessOf(mean(audible.filter((energy) => loudnessOf(energy) > gate)));
}

function loudnessOf(energy: number): number {
  return -0.691 + 10 * Math.log10(energy);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Returns the mean square of both ears together in each window. */
function* measureWindows(
  blocks: Iterable<AudioBlock>,
  sampleRate: number,
): Generator<AudioBlock, number[], void> {
  const windowSamples = Math.round(WINDOW_SECONDS * sampleRate);
  const [hearLeft, hearRight] = [createHearing(sampleRate), createHearing(sampleRate)];
  const energies: number[] = [];
  let sum = 0;
  let count = 0;
  for (const block of blocks) {
    for (let index = 0; index < block.left.length; index++) {
      sum += hearLeft(block.left[index]!) ** 2 + hearRight(block.right[index]!) ** 2;
      if (++count < windowSamples) continue;
      energies.push(sum / windowSamples);
      sum = 0;
      count = 0;
    }
    yield block;
  }
  return energies;
}

/** The gating blocks of the standard are 400 ms long and start every 100 ms. */
function gateEnergies(windows: readonly number[]): number[] {
  if (windows.length < WINDOWS_PER_GATE) return [mean(windows)];
  return windows.slice(WINDOWS_PER_GATE - 1)
    .map((_, start) => mean(windows.slice(start, start + WINDOWS_PER_GATE)));
}

/** The "K" filter: a shelf for the head, then a high-pass. */
function createHearing(sampleRate: number): (sample: number) => number {
  const shelf = createShelf(sampleRate);
  const highPass = createHighPass(sampleRate);
  return (sample) => highPass(shelf(sample));
}

type Filter = (sample: number) => number;

// The corner frequencies, quality and gain are those of the standard, solved for any sample rate.
function createShelf(sampleRate: number): Filter {
  const k = Math.tan(Math.PI * 1681.974450955533 / sampleRate);
  const quality = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const scale = 1 + k / quality + k * k;
  return createBiquad(
    [high + band * k / quality + k * k, 2 * (k * k - high), high - band * k / quality + k * k]
      .map((value) => value / scale),
    [2 * (k * k - 1) / scale, (1 - k / quality + k * k) / scale],
  );
}

function createHighPass(sampleRate: number): Filter {
  const k = Math.tan(Math.PI * 38.13547087602444 / sampleRate);
  const quality = 0.5003270373238773;
  const scale = 1 + k / quality + k * k;
  return createBiquad(
    [1, -2, 1],
    [2 * (k * k - 1) / scale, (1 - k / quality + k * k) / scale],
  );
}

function createBiquad(ahead: readonly number[], back: readonly number[]): Filter {
  const [b0, b1, b2] = ahead as [number, number, number];
  const [a1, a2] = back as [number, number];
  let s1 = 0;
  let s2 = 0;
  return (sample) => {
    const out = b0 * sample + s1;
    s1 = b1 * sample - a1 * out + s2;
    s2 = b2 * sample - a2 * out;
    return out;
  };
}
