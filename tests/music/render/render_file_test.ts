import assert from "node:assert/strict";
import { checkMp3 } from "../../../src/ml/check_mp3.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import type { AudioBlock } from "../../../src/music/render/audio_block.ts";
import { createFinish } from "../../../src/music/render/finish_sound.ts";
import { measureGain } from "../../../src/music/render/measure_gain.ts";
import { bitrateOf } from "../../../src/music/render/mp3_encoder.ts";
import { playTake } from "../../../src/music/render/play_take.ts";
import { type FileOptions, renderFile } from "../../../src/music/render/render_file.ts";
import { loadSoundBank } from "../../../src/music/render/sound_bank.ts";
import { planTake } from "../../../src/music/render/take.ts";
import {
  simpleNote,
  simplePiece,
  simpleTrack,
  TICKS_PER_SECOND,
} from "../../support/simple_piece.ts";
import { joinBlocks, loudnessOf, peakOf, RENDER_FILES, resultOf } from "../../support/sound.ts";

const BANK = await loadSoundBank(RENDER_FILES.soundFont);
const SECONDS = 3;
const chord = (velocity: number) =>
  simplePiece([simpleTrack({
    notes: [60, 64, 67, 72].map((pitch) =>
      simpleNote({ pitch, velocity, durationTicks: SECONDS * TICKS_PER_SECOND })
    ),
  })], { durationTicks: SECONDS * TICKS_PER_SECOND });

type Options = Omit<FileOptions, "gain">;

const HIGH: Options = { format: "mp3", quality: "high", sampleRate: 44100 };
const LOW: Options = { format: "mp3", quality: "low", sampleRate: 22050 };

function render(piece: Piece, options: Options) {
  const gain = resultOf(measureGain(piece, BANK));
  const tools = { bank: BANK, encoder: RENDER_FILES.encoder };
  return renderFile(planTake(piece, options), { ...options, gain }, tools);
}

async function fileOf(piece: Piece, options: Options): Promise<Uint8Array> {
  const parts = await Array.fromAsync(render(piece, options));
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Length and bit rate are those asked for; the encoder adds at most three frames. */
async function assertMp3(change: Partial<Options>, kbitsPerSecond: number): Promise<void> {
  const options = { ...HIGH, ...change };
  const mp3 = await fileOf(chord(90), options);
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
  let largest = 0;
  for await (const part of render(chord(90), HIGH)) largest = Math.max(largest, part.length);
  assert.ok(largest > 0 && largest < 10_000);
});

function soundOf(piece: Piece, sampleRate = 22050): AudioBlock[] {
  const gain = resultOf(measureGain(piece, BANK));
  const take = planTake(piece, { sampleRate });
  const finish = createFinish(take, { sampleRate, gain });
  const blocks = [...playTake(take, BANK, sampleRate)].map((block) => finish(block));
  return [...blocks, finish()].filter((block) => block !== undefined);
}

Deno.test("soft and loud pieces come out equally loud, without a peak over full scale", () => {
  const soft = soundOf(chord(40));
  const loud = soundOf(chord(127));
  assert.ok(Math.abs(loudnessOf(soft, 22050) - loudnessOf(loud, 22050)) < 1);
  assert.ok(peakOf(joinBlocks(soft).left) <= 0.9);
  assert.ok(peakOf(joinBlocks(loud).left) <= 0.9);
});

Deno.test("the sound of a note that is held to the end has faded to silence by then", () => {
  const { left, right } = joinBlocks(soundOf(chord(100)));
  assert.equal(left.length, SECONDS * 22050);
  assert.ok(peakOf(left.subarray(-100)) < 1e-4);
  assert.ok(peakOf(right.subarray(-100)) < 1e-4);
});

Deno.test("silence is made into an MP3 as well", async () => {
  const { durationSeconds } = checkMp3(await fileOf(simplePiece([]), LOW));
  assert.ok(durationSeconds >= 2);
});

Deno.test("a file of sound that is played elsewhere has the same bytes", async () => {
  const piece = chord(90);
  const take = planTake(piece, LOW);
  const gain = resultOf(measureGain(piece, BANK));
  const parts = await Array.fromAsync(renderFile(take, { ...LOW, gain }, {
    bank: BANK,
    encoder: RENDER_FILES.encoder,
    sound: ReadableStream.from(playTake(take, BANK, LOW.sampleRate)),
  }));
  assert.deepEqual(new Uint8Array(parts.flatMap((part) => [...part])), await fileOf(piece, LOW));
});

Deno.test("a WAV has a header of 44 bytes and four bytes for each sample of the piece", async () => {
  const wav = await fileOf(chord(90), { ...LOW, format: "wav" });
  assert.equal(wav.length, 44 + SECONDS * 22050 * 4);
  assert.equal(new DataView(wav.buffer).getUint32(40, true), wav.length - 44);
});
