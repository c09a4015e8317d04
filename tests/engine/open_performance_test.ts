import assert from "node:assert/strict";
import { openPerformance } from "../../src/engine/open_performance.ts";
import { MAX_RENDER_BYTES } from "../../src/ml/schema.ts";
import { writeMidi } from "../../src/music/midi/write_midi.ts";
import { simplePiece, simpleTrack, TICKS_PER_SECOND } from "../support/simple_piece.ts";

const SAMPLE_RATE = 48000;
const WAV = { format: "wav", quality: "low", sample_rate: SAMPLE_RATE } as const;
const midiOf = (durationTicks: number) =>
  writeMidi(simplePiece([simpleTrack()], { durationTicks }));

Deno.test("a WAV may be as long as an answer to a render, and no longer", () => {
  const bytesPerTick = 4 * SAMPLE_RATE / TICKS_PER_SECOND;
  const longestTicks = Math.floor((MAX_RENDER_BYTES - 44) / bytesPerTick);
  const { take } = openPerformance(midiOf(longestTicks), WAV);
  assert.ok(44 + 4 * take.totalSamples <= MAX_RENDER_BYTES);
  assert.throws(() => openPerformance(midiOf(longestTicks + 1), WAV), {
    code: "invalid_request",
    message: `The WAV would be over ${MAX_RENDER_BYTES} bytes`,
  });
});

Deno.test("a long piece can still be an MP3, or a WAV of some of its bars", () => {
  const midi = midiOf(600 * TICKS_PER_SECOND);
  assert.ok(openPerformance(midi, { ...WAV, format: "mp3" }).take.totalSamples > 0);
  assert.ok(openPerformance(midi, { ...WAV, loop: { start_bar: 250, bars: 2 } }).take.isLoop);
});

Deno.test("a file that is no MIDI is refused", () => {
  const bytes = new TextEncoder().encode("no MIDI");
  assert.throws(() => openPerformance(bytes, WAV), { code: "invalid_midi" });
});

Deno.test("the first and the last track can be heard alone, and none after it", () => {
  const midi = writeMidi(simplePiece([simpleTrack(), simpleTrack({ channel: 1, notes: [] })]));
  const tracks = openPerformance(midi, WAV).take.tracks.length;
  openPerformance(midi, { ...WAV, track: tracks - 1 });
  assert.throws(() => openPerformance(midi, { ...WAV, track: tracks }), {
    code: "invalid_request",
  });
});
