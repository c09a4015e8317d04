import assert from "node:assert/strict";
import { playEvents } from "../../../src/music/render/play_events.ts";
import { simpleNote, simplePiece, simpleTrack } from "../../support/simple_piece.ts";

Deno.test("at one moment notes end, then controls change, then notes start", () => {
  const track = simpleTrack({
    notes: [
      simpleNote({ durationTicks: 480 }),
      simpleNote({ startTicks: 480, durationTicks: 480 }),
    ],
    controls: [{ startTicks: 480, controller: 64, value: 127 }],
  });
  const events = playEvents(simplePiece([track]), 1000);
  assert.deepEqual(events.map(({ atSample, type }) => [atSample, type]), [
    [0, "noteOn"],
    [500, "noteOff"],
    [500, "control"],
    [500, "noteOn"],
    [1000, "noteOff"],
  ]);
});

Deno.test("events of all tracks come in one order of time and know whose they are", () => {
  const late = simpleTrack({ channel: 3, notes: [simpleNote({ startTicks: 96, pitch: 60 })] });
  const events = playEvents(simplePiece([late, simpleTrack()]), 1000);
  assert.deepEqual(events.filter(({ type }) => type === "noteOn"), [
    { type: "noteOn", atSample: 0, track: 1, pitch: 69, velocity: 100 },
    { type: "noteOn", atSample: 100, track: 0, pitch: 60, velocity: 100 },
  ]);
});

Deno.test("a note shorter than a sample still ends after it has started", () => {
  const track = simpleTrack({ notes: [simpleNote({ durationTicks: 1 })] });
  const events = playEvents(simplePiece([track], { ticksPerQuarter: 30_000 }), 1000);
  assert.deepEqual(events.map(({ atSample, type }) => [atSample, type]), [
    [0, "noteOn"],
    [1, "noteOff"],
  ]);
});
