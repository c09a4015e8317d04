import assert from "node:assert/strict";
import { checkMp3 } from "../../../src/ml/check_mp3.ts";
import { bitrateOf, type Mp3Options } from "../../../src/music/render/mp3_encoder.ts";
import { renderAudio, renderMp3 } from "../../../src/music/render/render_mp3.ts";
import { measureLoudness } from "../../../src/music/render/measure_loudness.ts";
import { loadSoundBank } from "../../../src/music/render/sound_bank.ts";
import {
  simpleNote,
  simplePiece,
  simpleTrack,
  TICKS_PER_SECOND,
} from "../../support/simple_piece.ts";
import { joinBlocks, peakOf, RENDER_FILES } from "../../support/sound.ts";

const SECONDS = 3;
const chord = (velocity: number) =>
  simplePiece([simpleTrack({
    notes: [60, 64, 67, 72].map((pitch) =>
      simpleNote({ pitch, velocity, durationTicks: SECONDS * TICKS_PER_SECOND })
    ),
  })], { durationTicks: SECONDS * TICKS_PER_SECOND });

async function mp3Of(options: Mp3Options): Promise<Uint8Array> {
  const parts = await Array.fromAsync(renderMp3(chord(90), options, RENDER_FILES));
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Length and bit rate are those asked for; the encoder adds at most three frames. */
async function assertMp3(options: Mp3Options, kbitsPerSecond: number): Promise<void> {
  const mp3 = await mp3Of(options);
  const { sampleRate, durationSeconds } = checkMp3(mp3);
  assert.equal(sampleRate, options.sampleRate);
  assert.ok(durationSeconds >= SECONDS && durationSeconds < SECONDS + 3 * 1152 / sampleRate);
  assert.ok(Math.abs(mp3.length * 8 / durationSeconds / 1000 - kbitsPerSecond) < 1);
}

Deno.test("an MP3 of high quality has 192 kbit/s", async () => {
  await assertMp3({ quality: "high", sampleRate: 44100 }, 192);
});

Deno.test("an MP3 of medium quality has 128 kbit/s", async () => {
  await assertMp3({ quality: "medium", sampleRate: 32000 }, 128);
});

Deno.test("an MP3 of low quality keeps its sample rate at 96 kbit/s", async () => {
  await assertMp3({ quality: "low", sampleRate: 48000 }, 96);
});

Deno.test("an MP3 below 32 kHz has at most 160 kbit/s", async () => {
  await assertMp3({ quality: "high", sampleRate: 22050 }, 160);
  assert.equal(bitrateOf("medium", 22050), 128);
});

Deno.test("an MP3 comes in parts while it is rendered", async () => {
  const parts = renderMp3(chord(90), { quality: "high", sampleRate: 44100 }, RENDER_FILES);
  let largest = 0;
  for await (const part of parts) largest = Math.max(largest, part.length);
  assert.ok(largest > 0 && largest < 10_000);
});

Deno.test("soft and loud pieces come out equally loud, without a peak over full scale", async () => {
  const bank = await loadSoundBank(RENDER_FILES.soundFont);
  const soft = [...renderAudio(chord(40), bank, 22050)];
  const loud = [...renderAudio(chord(127), bank, 22050)];
  assert.ok(Math.abs(measureLoudness(soft, 22050) - measureLoudness(loud, 22050)) < 1);
  assert.ok(peakOf(joinBlocks(soft).left) <= 0.9);
  assert.ok(peakOf(joinBlocks(loud).left) <= 0.9);
});

Deno.test("the sound of a note that is held to the end has faded to silence by then", async () => {
  const bank = await loadSoundBank(RENDER_FILES.soundFont);
  const { left, right } = joinBlocks(renderAudio(chord(100), bank, 22050));
  assert.equal(left.length, SECONDS * 22050);
  assert.ok(peakOf(left.subarray(-100)) < 1e-4);
  assert.ok(peakOf(right.subarray(-100)) < 1e-4);
});

Deno.test("silence is made into an MP3 as well", async () => {
  const silence = simplePiece([]);
  const parts = await Array.fromAsync(
    renderMp3(silence, { quality: "low", sampleRate: 22050 }, RENDER_FILES),
  );
  const { durationSeconds } = checkMp3(new Uint8Array(parts.flatMap((part) => [...part])));
  assert.ok(durationSeconds >= 2);
});
