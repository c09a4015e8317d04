import fc from "fast-check";
import assert from "node:assert/strict";
import {
  avoidCopies,
  type Choice,
} from "../../../../src/music/compose/originality/avoid_copies.ts";
import { createCopyGuard } from "../../../../src/music/compose/originality/copy_guard.ts";
import {
  type Sounding,
  tokenBetween,
} from "../../../../src/music/compose/originality/line_tokens.ts";
import { longestSharedRun } from "../../../../src/music/compose/originality/shared_runs.ts";
import type { Tone } from "../../../../src/music/compose/tone.ts";

const LONGEST = 7;
const SONG = [60, 62, 64, 65, 67, 65, 64, 62, 60, 64, 67, 72].map((pitch, i) => ({
  pitch,
  step: 4 * i,
}));
const PEDAL = Array.from({ length: 20 }, (_, i) => ({ step: 2 * i, pitch: 40 }));
const SILENCE: Choice = { pitch: undefined, cost: 4 };

function tonesOf(line: readonly Sounding[]): Tone[] {
  return line.map(({ step, pitch }) => ({ step, pitch, steps: 4, velocity: 80, source: 0 }));
}

function nextTo({ pitch }: Tone): Choice[] {
  return [{ pitch: pitch + 1, cost: 1 }, { pitch: pitch - 1, cost: 1.5 }, SILENCE];
}

function avoid(
  line: readonly Sounding[],
  { songs = [SONG], choices = nextTo, heard = [] as readonly Sounding[] } = {},
) {
  const guard = createCopyGuard(songs, LONGEST);
  let match = guard.silence;
  heard.slice(1).forEach((note, i) => match = guard.hear(match, tokenBetween(heard[i]!, note)));
  const before = { match, last: heard.at(-1) };
  return avoidCopies(tonesOf(line), { guard, before, choices, reach: LONGEST });
}

function changes(kept: readonly Tone[], line: readonly Sounding[]): number {
  const pitches = new Map(kept.map(({ step, pitch }) => [step, pitch]));
  return line.filter(({ step, pitch }) => pitches.get(step) !== pitch).length;
}

Deno.test("seven tokens of a song may be quoted, with eight one note is another", () => {
  assert.equal(changes(avoid(SONG.slice(0, 8)).tones, SONG.slice(0, 8)), 0);
  const { tones } = avoid(SONG.slice(0, 10));
  assert.equal(changes(tones, SONG.slice(0, 10)), 1);
  assert.equal(longestSharedRun(tones, [SONG]) <= LONGEST, true);
});

Deno.test("a transposed quotation is a quotation", () => {
  const line = SONG.slice(0, 9).map(({ step, pitch }) => ({ step: step + 32, pitch: pitch + 5 }));
  assert.equal(changes(avoid(line).tones, line), 1);
});

Deno.test("other rhythm makes it another tune", () => {
  const faster = SONG.map(({ step, pitch }) => ({ step: step / 2, pitch }));
  assert.equal(changes(avoid(faster).tones, faster), 0);
});

Deno.test("what was heard before a section counts", () => {
  const { tones } = avoid(SONG.slice(8, 9), { heard: SONG.slice(0, 8) });
  assert.equal(tones[0]!.pitch, 61);
});

Deno.test("a repeated note belongs to nobody", () => {
  assert.equal(changes(avoid(PEDAL, { songs: [PEDAL] }).tones, PEDAL), 0);
});

Deno.test("a note that may only fall silent falls silent", () => {
  const { tones } = avoid(SONG.slice(0, 9), { choices: () => [SILENCE] });
  assert.equal(tones.length, 8);
});

Deno.test("a note that must stay is spared, its neighbours give way", () => {
  const last = SONG[8]!;
  const choices = (tone: Tone) => tone.step === last.step ? [] : nextTo(tone);
  const { tones } = avoid(SONG.slice(0, 9), { choices });
  assert.equal(tones.at(-1)!.pitch, last.pitch);
  assert.equal(longestSharedRun(tones, [SONG]) <= LONGEST, true);
});

Deno.test("a line of which every note must stay rests rather than quotes", () => {
  assert.deepEqual(avoid(SONG, { choices: () => [] }).tones, []);
});

Deno.test("any line loses its quotations and nothing where it has none", () => {
  const note = fc.record({ move: fc.integer({ min: -2, max: 2 }), ioi: fc.constantFrom(2, 4) });
  const lines = fc.array(note, { minLength: 1, maxLength: 60 }).map((moves) => {
    const line: Sounding[] = [{ step: 0, pitch: 60 }];
    for (const { move, ioi } of moves) {
      const last = line.at(-1)!;
      line.push({ step: last.step + ioi, pitch: last.pitch + move });
    }
    return line;
  });
  const property = fc.property(lines, lines, fc.nat(20), (song, line, cut) => {
    // A stretch of the song in the line, so that there is something to lose.
    const origin = line.at(-1)!.step + 2;
    const quoting = [
      ...line,
      ...song.slice(cut).map(({ step, pitch }) => ({ step: step + origin, pitch })),
    ];
    const { tones } = avoid(quoting, { songs: [song] });
    assert.ok(longestSharedRun(tones, [song]) <= LONGEST);
    if (longestSharedRun(quoting, [song]) <= LONGEST) assert.equal(changes(tones, quoting), 0);
  });
  fc.assert(property, { numRuns: 200, seed: 1 });
});
