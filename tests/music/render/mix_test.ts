// What the composer's mix sounds like: volumes against how loud the instruments are.

import assert from "node:assert/strict";
import type { Instruments, PartName } from "../../../src/music/compose/plan/instruments.ts";
import { createTrack } from "../../../src/music/compose/band/tracks.ts";
import { playTake } from "../../../src/music/render/play_take.ts";
import { loadSoundBank } from "../../../src/music/render/sound_bank.ts";
import { planTake } from "../../../src/music/render/take.ts";
import { simpleNote, simplePiece, TICKS_PER_QUARTER } from "../../support/simple_piece.ts";
import { loudnessOf, RENDER_FILES } from "../../support/sound.ts";

const SAMPLE_RATE = 22050;
const BANK = await loadSoundBank(RENDER_FILES.soundFont);
const BAND: Instruments = { melody: 0, counter: 0, chords: 0, pad: 48, bass: 33, drums: 0 };

/** In LUFS: a part plays quarters, at what velocity its player does. */
function loudnessAs(part: PartName, program: number, pitches: readonly number[], velocity = 90) {
  const notes = pitches.map((pitch, index) =>
    simpleNote({
      startTicks: index * TICKS_PER_QUARTER,
      durationTicks: TICKS_PER_QUARTER,
      pitch,
      velocity,
    })
  );
  const track = createTrack(part, 0, { ...BAND, [part]: program }, notes);
  const piece = simplePiece([track], { durationTicks: pitches.length * TICKS_PER_QUARTER });
  const take = planTake(piece, { sampleRate: SAMPLE_RATE });
  return loudnessOf(playTake(take, BANK, SAMPLE_RATE), SAMPLE_RATE);
}

const TUNE = [60, 64, 67, 72];

Deno.test("a melody is about as loud on whichever instrument", () => {
  const piano = loudnessAs("melody", 0, TUNE);
  const differences = {
    vibraphone: loudnessAs("melody", 11, TUNE) - piano,
    guitar: loudnessAs("melody", 24, TUNE) - piano,
    distortion: loudnessAs("melody", 30, TUNE) - piano,
    harp: loudnessAs("melody", 46, TUNE) - piano,
    trumpet: loudnessAs("melody", 56, TUNE) - piano,
    flute: loudnessAs("melody", 73, TUNE) - piano,
    whistle: loudnessAs("melody", 78, TUNE) - piano,
    pad: loudnessAs("melody", 89, TUNE) - piano,
  };
  assert.ok(
    Object.values(differences).every((lu) => Math.abs(lu) < 2),
    JSON.stringify(differences),
  );
});

Deno.test("a melody is heard above the other voices that play what it plays", () => {
  const melody = loudnessAs("melody", 0, TUNE);
  assert.ok(melody - loudnessAs("counter", 0, TUNE) > 2.5);
  assert.ok(melody - loudnessAs("chords", 0, TUNE) > 3);
  assert.ok(melody - loudnessAs("pad", 0, TUNE) > 4);
});

Deno.test("basses are about equally loud", () => {
  const line = [33, 36, 40, 43];
  const fingered = loudnessAs("bass", 33, line);
  assert.ok(Math.abs(loudnessAs("bass", 32, line) - fingered) < 2);
  assert.ok(Math.abs(loudnessAs("bass", 39, line) - fingered) < 2);
  assert.ok(Math.abs(loudnessAs("bass", 43, line) - fingered) < 2);
});
