import assert from "node:assert/strict";
import { checkMp3 } from "../../../src/ml/check_mp3.ts";
import { bitrateOf, type Mp3Options } from "../../../src/music/render/mp3_encoder.ts";
import { measureGain, renderAudio, renderMp3 } from "../../../src/music/render/render_mp3.ts";
import type { AudioBlock } from "../../../src/music/render/audio_block.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { loadSoundBank } from "../../../src/music/render/sound_bank.ts";
import {
  simpleNote,
  simplePiece,
  simpleTrack,
  TICKS_PER_SECOND,
} from "../../support/simple_piece.ts";
import { joinBlocks, loudnessOf, peakOf, RENDER_FILES, resultOf } from "../../support/sound.ts";

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

async function soundOf(piece: Piece, sampleRate = 22050): Promise<AudioBlock[]> {
  const bank = await loadSoundBank(RENDER_FILES.soundFont);
  const gain = resultOf(measureGain(piece, bank));
  return [...renderAudio(piece, bank, { sampleRate, gain })];
}

Deno.test("soft and loud pieces come out equally loud, without a peak over full scale", async () => {
  const soft = await soundOf(chord(40));
  const loud = await soundOf(chord(127));
  assert.ok(Math.abs(loudnessOf(soft, 22050) - loudnessOf(loud, 22050)) < 1);
  assert.ok(peakOf(joinBlocks(soft).left) <= 0.9);
  assert.ok(peakOf(joinBlocks(loud).left) <= 0.9);
});

Deno.test("the sound of a note that is held to the end has faded to silence by then", async () => {
  const { left, right } = joinBlocks(await soundOf(chord(100)));
  assert.equal(left.length, SECONDS * 22050);
  assert.ok(peakOf(left.subarray(-100)) < 1e-4);
  assert.ok(peakOf(right.subarray(-100)) < 1e-4);
});

Deno.test("an MP3 lets its caller do other things while the piece is measured", async () => {
  const parts = renderMp3(chord(90), { quality: "low", sampleRate: 22050 }, RENDER_FILES);
  let waits = 0;
  for await (const part of parts) {
    if (part.length > 0) break;
    waits++;
  }
  assert.ok(waits > 20);
});

Deno.test("silence is made into an MP3 as well", async () => {
  const silence = simplePiece([]);
  const parts = await Array.fromAsync(
    renderMp3(silence, { quality: "low", sampleRate: 22050 }, RENDER_FILES),
  );
  const { durationSeconds } = checkMp3(new Uint8Array(parts.flatMap((part) => [...part])));
  assert.ok(durationSeconds >= 2);
});
