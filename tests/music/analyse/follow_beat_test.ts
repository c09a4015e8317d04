import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import { agreement, isPlayedFreely } from "../../../src/music/analyse/beat_alignment.ts";
import { followBeat } from "../../../src/music/analyse/follow_beat.ts";
import { findSteadyPulse } from "../../../src/music/analyse/steady_pulse.ts";
import { trackBeats } from "../../../src/music/analyse/track_beats.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { secondsAt } from "../../../src/music/midi/tempo_map.ts";
import { arrangeScore } from "../../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../../src/music/notation/parse_score.ts";
import { lineOf, pieceOf, trackOf } from "../../support/piece_of.ts";
import { bend, playFreely } from "../../support/play_freely.ts";

function song(title: string): Piece {
  const text = STARTER_CATALOGUE.scores.find((score) => score.includes(title))!;
  return arrangeScore(parseScore(text));
}

function onsetsAt(seconds: readonly number[]) {
  return seconds.map((at) => ({ seconds: at, strength: 1 }));
}

Deno.test("followBeat leaves a piece alone that keeps to its beats", () => {
  const piece = song("Scarborough Fair");
  assert.equal(followBeat(piece), piece);
});

Deno.test("isPlayedFreely believes triplets, swing and late players", () => {
  const triplets = pieceOf([trackOf(lineOf(new Array(96).fill(60), 4 / 3))]);
  const late = pieceOf([trackOf(lineOf(new Array(96).fill(60), 2))]);
  const notes = late.tracks[0]!.notes.map((note) => ({
    ...note,
    startTicks: note.startTicks + 11,
  }));
  assert.equal(isPlayedFreely(triplets), false);
  assert.equal(isPlayedFreely({ ...late, tracks: [{ ...late.tracks[0]!, notes }] }), false);
  assert.equal(isPlayedFreely(song("Jingle Bells")), false);
});

Deno.test("isPlayedFreely hears that a player follows no click", () => {
  assert.equal(isPlayedFreely(playFreely(song("Scarborough Fair"), "1")), true);
});

Deno.test("isPlayedFreely takes a few notes for chance", () => {
  const { tracks, ...rest } = playFreely(song("Scarborough Fair"), "1");
  const few = [{ ...tracks[0]!, notes: tracks[0]!.notes.slice(0, 40) }];
  assert.equal(isPlayedFreely({ ...rest, tracks: few }), false);
});

Deno.test("trackBeats taps with a steady pulse", () => {
  const beats = trackBeats(onsetsAt(Array.from({ length: 40 }, (_, beat) => 3 + beat * 0.6)));
  const first = beats.findIndex((seconds) => Math.abs(seconds - 3) < 0.03);
  assert.ok(first >= 0);
  beats.slice(first, first + 40).forEach((seconds, beat) =>
    assert.ok(Math.abs(seconds - 3 - beat * 0.6) < 0.03, `${seconds}`)
  );
});

Deno.test("trackBeats follows a pulse that bends, and beats that nobody plays", () => {
  const played = Array.from({ length: 80 }, (_, beat) => 1 + bend(beat * 0.5));
  const beats = trackBeats(onsetsAt(played.filter((_, beat) => beat % 7 !== 5)));
  const found = played.filter((at) => beats.some((seconds) => Math.abs(seconds - at) < 0.07));
  assert.ok(found.length > 72, `${found.length} of 80`);
});

Deno.test("trackBeats reaches from the first onset past the last, even of a single one", () => {
  const beats = trackBeats(onsetsAt([7_200]));
  assert.ok(beats[0]! <= 7_200 && beats.at(-1)! > 7_200);
  assert.ok(beats.every((seconds, index) => index === 0 || seconds > beats[index - 1]!));
});

Deno.test("followBeat puts a freely played piece on beats of its own, as long as before", () => {
  const free = playFreely(song("Scarborough Fair"), "1");
  const followed = followBeat(free);
  assert.ok(agreement(free, 2) < 0.3);
  assert.ok(agreement(followed, 2) > 0.6, `${agreement(followed, 2)}`);
  const seconds = secondsAt(followed.tempos, followed.ticksPerQuarter)(followed.durationTicks);
  const before = secondsAt(free.tempos, free.ticksPerQuarter)(free.durationTicks);
  assert.ok(Math.abs(seconds - before) < 2, `${seconds} s instead of ${before} s`);
});

Deno.test("analyse hears a waltz, its key and its tempo though it is played freely", () => {
  const { meter, key, tempoBpm } = analyse(playFreely(song("Scarborough Fair"), "1"));
  assert.deepEqual([meter.numerator, key], [3, { tonic: 2, mode: "minor" }]);
  assert.ok(Math.abs(tempoBpm - 104) < 6, `${tempoBpm}`);
});

Deno.test("findSteadyPulse finds the pulse of a file that counts in other ticks", () => {
  const onsets = Array.from({ length: 900 }, (_, index) => 2 + Math.floor(index * 1.7) * 0.1064);
  const pulse = findSteadyPulse(onsets)!;
  assert.ok(Math.abs(pulse.seconds - 0.1064) < 0.00002, `${pulse.seconds}`);
  const turns = (2 - pulse.phaseSeconds) / pulse.seconds;
  assert.ok(Math.abs(turns - Math.round(turns)) < 0.1, `${turns}`);
});

Deno.test("findSteadyPulse hears none where the tempo bends", () => {
  assert.equal(
    findSteadyPulse(Array.from({ length: 200 }, (_, beat) => 1 + bend(beat * 0.25))),
    undefined,
  );
  assert.equal(findSteadyPulse([]), undefined);
});

Deno.test("followBeat puts a file of another pulse on that pulse, to the end", () => {
  const piece = song("Yankee Doodle");
  const odd = { ...piece, ticksPerQuarter: 437 };
  assert.equal(isPlayedFreely(odd), true);
  const followed = followBeat(odd);
  assert.ok(agreement(followed, 4) > 0.9, `${agreement(followed, 4)}`);
  const bpm = 116 * 437 / 480;
  const found = 60e6 / followed.tempos.at(-1)!.microsecondsPerQuarter;
  assert.ok(Math.abs(found - bpm) < 0.2, `${found} instead of ${bpm}`);
});
