import assert from "node:assert/strict";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { playTake } from "../../../src/music/render/play_take.ts";
import { loadSoundBank } from "../../../src/music/render/sound_bank.ts";
import { planTake } from "../../../src/music/render/take.ts";
import {
  simpleNote,
  simplePiece,
  simpleTrack,
  TICKS_PER_SECOND,
} from "../../support/simple_piece.ts";
import { joinBlocks, peakOf, pitchOf, RENDER_FILES } from "../../support/sound.ts";

const SAMPLE_RATE = 22050;
const ORGAN = 19;
const FLUTE = 73;
const SNARE = 38;
const DRUMS = 9;

async function render(piece: Piece, sampleRate = SAMPLE_RATE) {
  const bank = await loadSoundBank(RENDER_FILES.soundFont);
  return joinBlocks(playTake(planTake(piece, { sampleRate }), bank, sampleRate));
}

Deno.test("an A above middle C sounds at 440 Hz", async () => {
  const { left } = await render(simplePiece([simpleTrack({ program: FLUTE })]));
  assert.ok(Math.abs(pitchOf(left.subarray(0, SAMPLE_RATE / 4), SAMPLE_RATE) - 440) <= 2);
});

Deno.test("an octave higher sounds at 880 Hz, at another sample rate too", async () => {
  const track = simpleTrack({ program: FLUTE, notes: [simpleNote({ pitch: 81 })] });
  const { left } = await render(simplePiece([track]), 48000);
  const pitch = pitchOf(left.subarray(0, 12000), 48000, { fromHertz: 700, toHertz: 1000 });
  assert.ok(Math.abs(pitch - 880) <= 4);
});

Deno.test("the sound is exactly as long as the piece", async () => {
  const { left, right } = await render(simplePiece([simpleTrack()], { durationTicks: 1234 }));
  const samples = Math.round(1234 / TICKS_PER_SECOND * SAMPLE_RATE);
  assert.deepEqual([left.length, right.length], [samples, samples]);
});

Deno.test("a piece without notes is silence", async () => {
  assert.equal(peakOf((await render(simplePiece([]))).left), 0);
});

Deno.test("a piece without length is no sound at all", async () => {
  assert.equal((await render(simplePiece([], { durationTicks: 0 }))).left.length, 0);
});

Deno.test("a note starts at its very sample, counted along the tempos", async () => {
  // A quarter at 120 and one at 60 a minute: 1.5 seconds.
  const piece = simplePiece([simpleTrack({ notes: [simpleNote({ startTicks: 960 })] })], {
    tempos: [
      { startTicks: 0, microsecondsPerQuarter: 500_000 },
      { startTicks: 480, microsecondsPerQuarter: 1_000_000 },
    ],
  });
  const { left } = await render(piece);
  const start = 1.5 * SAMPLE_RATE;
  assert.equal(peakOf(left.subarray(0, start)), 0);
  assert.ok(peakOf(left.subarray(start, start + 200)) > 0);
});

Deno.test("a note ends when its time is over", async () => {
  const track = simpleTrack({ program: FLUTE, notes: [simpleNote({ durationTicks: 240 })] });
  const { left } = await render(simplePiece([track]));
  assert.ok(peakOf(left.subarray(SAMPLE_RATE)) < peakOf(left) / 100);
});

Deno.test("the same piece gives the same sound", async () => {
  const piece = simplePiece([simpleTrack(), simpleTrack({ channel: DRUMS })]);
  assert.deepEqual(await render(piece), await render(piece));
});

Deno.test("tracks that share a channel keep their own programs", async () => {
  const flute = simpleTrack({ program: FLUTE });
  const organ = simpleTrack({ program: ORGAN, notes: [simpleNote({ pitch: 57 })] });
  const [both, one, other] = [
    await render(simplePiece([flute, organ])),
    await render(simplePiece([flute])),
    await render(simplePiece([organ])),
  ];
  const difference = both.left.map((sample, index) =>
    sample - one.left[index]! - other.left[index]!
  );
  assert.ok(peakOf(difference) < 1e-5);
});

Deno.test("a controller acts on all tracks of its channel and on no other", async () => {
  const muted = simpleTrack({ controls: [{ startTicks: 0, controller: 7, value: 0 }] });
  const sharing = simpleTrack({ notes: [simpleNote({ pitch: 60 })] });
  const elsewhere = simpleTrack({ channel: 1 });
  assert.ok(peakOf((await render(simplePiece([muted, sharing]))).left) < 1e-3);
  assert.ok(peakOf((await render(simplePiece([muted, elsewhere]))).left) > 1e-2);
});

Deno.test("the drum channel plays drums on whichever track it comes", async () => {
  const drums = simpleTrack({ channel: DRUMS, notes: [simpleNote({ pitch: SNARE })] });
  const piano = simpleTrack({ notes: [simpleNote({ pitch: SNARE })] });
  const filling = Array.from({ length: 12 }, () => simpleTrack({ notes: [] }));
  const first = await render(simplePiece([drums]));
  assert.deepEqual(await render(simplePiece([...filling, drums])), first);
  assert.notDeepEqual(await render(simplePiece([piano])), first);
});

Deno.test("the tenth track is no drum for being the tenth", async () => {
  const flute = simpleTrack({ program: FLUTE });
  const silent = Array.from({ length: DRUMS }, () => simpleTrack({ notes: [] }));
  assert.deepEqual(
    await render(simplePiece([...silent, flute])),
    await render(simplePiece([flute])),
  );
});

Deno.test("a piece of more than sixteen tracks sounds whole", async () => {
  const silent = Array.from({ length: 40 }, () => simpleTrack({ notes: [] }));
  const { left } = await render(simplePiece([...silent, simpleTrack({ program: FLUTE })]));
  assert.ok(Math.abs(pitchOf(left.subarray(0, SAMPLE_RATE / 4), SAMPLE_RATE) - 440) <= 2);
});

Deno.test("every program and every drum key can be played", async () => {
  const tracks = Array.from({ length: 128 }, (_, number) => [
    simpleTrack({ program: number, notes: [simpleNote({ durationTicks: 20 })] }),
    simpleTrack({ channel: DRUMS, notes: [simpleNote({ pitch: number, durationTicks: 20 })] }),
  ]).flat();
  const { left } = await render(simplePiece(tracks, { durationTicks: 40 }));
  assert.ok(left.every(Number.isFinite));
  assert.ok(peakOf(left) > 0);
});

Deno.test("what was played before at another rate does not change the sound", async () => {
  const piece = simplePiece([simpleTrack({ program: FLUTE }), simpleTrack({ program: ORGAN })]);
  const first = await render(piece);
  await render(piece, 11025);
  assert.deepEqual(await render(piece), first);
});

Deno.test("a released note dies away and is dropped without a click", async () => {
  const pad = simpleTrack({ program: 89, notes: [simpleNote({ durationTicks: 480 })] });
  const { left } = await render(simplePiece([pad], { durationTicks: 6 * TICKS_PER_SECOND }));
  const steps = left.map((sample, index) => sample - (left[index - 1] ?? 0));
  const peaks = Array.from(
    { length: 10 },
    (_, half) => peakOf(steps.subarray((half + 2) * SAMPLE_RATE / 2, (half + 3) * SAMPLE_RATE / 2)),
  );
  assert.deepEqual(peaks, peaks.toSorted((a, b) => b - a));
  assert.ok(peakOf(left.subarray(-SAMPLE_RATE)) < peakOf(left) / 10_000);
});
