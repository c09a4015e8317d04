import assert from "node:assert/strict";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { playTake } from "../../../src/music/render/play_take.ts";
import { MIN_LOOP_SECONDS } from "../../../src/music/render/loop_events.ts";
import { loadSoundBank } from "../../../src/music/render/sound_bank.ts";
import { planTake, type TakeOptions } from "../../../src/music/render/take.ts";
import {
  simpleNote,
  simplePiece,
  simpleTrack,
  TICKS_PER_QUARTER,
  TICKS_PER_SECOND,
} from "../../support/simple_piece.ts";
import { joinBlocks, peakOf, RENDER_FILES } from "../../support/sound.ts";

const SAMPLE_RATE = 22050;
/** Of 4/4 at 120 a minute. */
const BAR_TICKS = 4 * TICKS_PER_QUARTER;
const BAR_SAMPLES = 2 * SAMPLE_RATE;
const STRINGS = 48;
const BANK = await loadSoundBank(RENDER_FILES.soundFont);

function render(piece: Piece, options: Omit<TakeOptions, "sampleRate">) {
  const take = planTake(piece, { sampleRate: SAMPLE_RATE, ...options });
  const { left, right } = joinBlocks(playTake(take, BANK, SAMPLE_RATE));
  return { left: left.subarray(take.skippedSamples), right: right.subarray(take.skippedSamples) };
}

const inBar = (bar: number, pitch = 60) =>
  simpleNote({ startTicks: bar * BAR_TICKS, durationTicks: BAR_TICKS, pitch });

const band = simplePiece([
  simpleTrack({ notes: [inBar(0), inBar(1, 64)] }),
  simpleTrack({ program: STRINGS, channel: 1, notes: [inBar(0, 67)] }),
  simpleTrack({ channel: 9, notes: [inBar(0, 38), inBar(1, 49)] }),
], { durationTicks: 2 * BAR_TICKS });

Deno.test("the tracks of a piece, each played alone, add up to the whole", () => {
  const whole = render(band, {});
  const alone = [0, 1, 2].map((track) => render(band, { track }));
  const rest = whole.left.map((sample, index) =>
    alone.reduce((left, one) => left - one.left[index]!, sample)
  );
  assert.ok(alone.every(({ left }) => peakOf(left) > 0.001));
  assert.ok(peakOf(rest) < 1e-5);
});

Deno.test("a track that the piece does not have is refused", () => {
  assert.throws(() => planTake(band, { sampleRate: SAMPLE_RATE, track: 3 }), {
    name: "RangeError",
    message: "There is no track 3: the piece has 3",
  });
});

Deno.test("a loop is as long as its bars, to the sample", () => {
  const tempos = [{ startTicks: 0, microsecondsPerQuarter: 433_217 }];
  const piece = { ...band, tempos, durationTicks: 8 * BAR_TICKS };
  const { left } = render(piece, { loop: { startBar: 3, bars: 3 } });
  const sampleAt = (bar: number) => Math.round(bar * 4 * 0.433217 * SAMPLE_RATE);
  assert.equal(left.length, sampleAt(6) - sampleAt(3));
});

Deno.test("what rings on from the end of a loop is in its start", () => {
  const late = simpleNote({
    startTicks: 2 * BAR_TICKS - TICKS_PER_SECOND / 2,
    durationTicks: TICKS_PER_SECOND,
  });
  const piece = simplePiece([simpleTrack({ program: STRINGS, notes: [late] })], {
    durationTicks: 4 * BAR_TICKS,
  });
  const { left } = render(piece, { loop: { startBar: 1, bars: 1 } });
  const half = SAMPLE_RATE / 2;
  assert.ok(peakOf(left.subarray(0, half / 2)) > peakOf(left) / 4, "the note is still held");
  assert.ok(peakOf(left.subarray(half, half * 2)) > 0, "the room still sounds");
});

Deno.test("a loop goes from its end to its start without a jump", () => {
  const { left, right } = render(band, { loop: { startBar: 0, bars: 2 } });
  const around = (samples: Float32Array) => {
    const seam = [...samples.subarray(-400), ...samples.subarray(0, 2)];
    const steps = seam.slice(1).map((sample, index) => Math.abs(sample - seam[index]!));
    assert.ok(steps.at(-2)! <= 2 * Math.max(...steps.slice(0, -2)));
  };
  around(left);
  around(right);
});

Deno.test("a loop has the notes of its own bars and of no other", () => {
  const { left } = render(
    simplePiece([simpleTrack({ notes: [inBar(0), inBar(2)] })], { durationTicks: 4 * BAR_TICKS }),
    { loop: { startBar: 3, bars: 1 } },
  );
  assert.equal(peakOf(left), 0);
});

Deno.test("a note just before the first bar of a loop is played before each return", () => {
  const early = simpleNote({ startTicks: BAR_TICKS - 20, durationTicks: 240 });
  const piece = simplePiece([simpleTrack({ notes: [early] })], { durationTicks: 2 * BAR_TICKS });
  const { left } = render(piece, { loop: { startBar: 1, bars: 1 } });
  const start = Math.round(20 / TICKS_PER_SECOND * SAMPLE_RATE);
  assert.ok(peakOf(left.subarray(-start + 1)) > 10 * peakOf(left.subarray(-2 * start, -start)));
});

Deno.test("controls that were set before a loop hold in it", () => {
  const controls = [{ startTicks: 0, controller: 7, value: 0 }];
  const piece = simplePiece([simpleTrack({ notes: [inBar(1)], controls })], {
    durationTicks: 2 * BAR_TICKS,
  });
  assert.ok(peakOf(render(piece, { loop: { startBar: 1, bars: 1 } }).left) < 1e-3);
});

Deno.test("a loop counts its bars along the meters", () => {
  const meters = [
    { startTicks: 0, numerator: 4, denominator: 4 },
    { startTicks: BAR_TICKS, numerator: 3, denominator: 4 },
  ];
  const piece = { ...band, meters, durationTicks: 3 * BAR_TICKS };
  assert.equal(render(piece, { loop: { startBar: 1, bars: 2 } }).left.length, BAR_SAMPLES * 3 / 2);
});

Deno.test("a loop may reach the last bar and not the one after it", () => {
  const loop = (startBar: number, bars: number) =>
    planTake(band, { sampleRate: SAMPLE_RATE, loop: { startBar, bars } });
  assert.equal(loop(1, 1).totalSamples % BAR_SAMPLES, 0);
  assert.throws(() => loop(1, 2), {
    name: "RangeError",
    message: "There is no bar 2: the piece ends before it",
  });
  assert.throws(() => loop(2, 1), { name: "RangeError" });
});

Deno.test("bars that are over at once are refused, as they would be repeated without end", () => {
  const loopOf = (microsecondsPerQuarter: number) =>
    planTake({ ...band, tempos: [{ startTicks: 0, microsecondsPerQuarter }] }, {
      sampleRate: SAMPLE_RATE,
      loop: { startBar: 0, bars: 1 },
    });
  const shortest = MIN_LOOP_SECONDS * 1e6 / 4;
  assert.ok(loopOf(shortest).isLoop);
  assert.throws(() => loopOf(shortest - 1), {
    name: "RangeError",
    message: "These bars cannot loop as they last under 0.25 seconds",
  });
});
