import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { arrangeScore } from "../../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../../src/music/notation/parse_score.ts";
import { type Score, SCORE_ROLES } from "../../../src/music/notation/score.ts";
import { importStarterCatalogue } from "../../../src/songs/import/starter_catalogue.ts";
import { importWorld } from "../../support/import_world.ts";

type Starter = { readonly score: Score; readonly piece: Piece };

const STARTERS: readonly Starter[] = STARTER_CATALOGUE.scores.map((text) => {
  const score = parseScore(text);
  return { score, piece: arrangeScore(score) };
});

function secondsOf({ score, piece }: Starter): number {
  return piece.durationTicks / piece.ticksPerQuarter * 60 / score.quartersPerMinute;
}

function pitchesOf({ piece }: Starter, name: string): number[] {
  return piece.tracks.find((track) => track.name === name)!.notes.map(({ pitch }) => pitch);
}

function starter(title: string): Starter {
  const found = STARTERS.find(({ score }) => score.title === title);
  assert.ok(found, title);
  return found;
}

/** The first notes of a section as letters, without octaves. */
function incipit(title: string, section: string, count: number): string {
  const names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];
  const found = starter(title).score.form.find(({ name }) => name === section)!;
  return found.melody.slice(0, count).map(({ pitch }) => names[pitch % 12]).join(" ");
}

Deno.test("a new catalogue has at least 30 songs of 24 scores and 10 recordings", () => {
  assert.equal(STARTER_CATALOGUE.scores.length, 24);
  assert.equal(STARTER_CATALOGUE.recordings.length, 10);
});

Deno.test("every score is played by all five parts", () => {
  for (const { score, piece } of STARTERS) {
    assert.deepEqual([...score.parts.keys()].sort(), [...SCORE_ROLES].sort(), score.title);
    for (const { name, notes } of piece.tracks) {
      assert.ok(notes.length >= 50, `${score.title}: ${name} has ${notes.length} notes`);
    }
  }
});

Deno.test("every score lasts from 45 to 120 seconds", () => {
  for (const each of STARTERS) {
    const seconds = secondsOf(each);
    assert.ok(seconds >= 45 && seconds <= 120, `${each.score.title}: ${seconds} s`);
  }
});

Deno.test("every score has contrasting sections and a drum fill", () => {
  for (const { score } of STARTERS) {
    const styles = new Set(score.form.map(({ style }) => style));
    assert.ok(styles.size >= 3, `${score.title} has ${styles.size} styles`);
    assert.ok(score.form.some(({ fill }) => fill), `${score.title} has no fill`);
  }
});

Deno.test("melodies and basses stay where such instruments play", () => {
  for (const each of STARTERS) {
    const [melody, bass] = [pitchesOf(each, "Melody"), pitchesOf(each, "Bass")];
    assert.ok(Math.min(...melody) >= 52 && Math.max(...melody) <= 98, each.score.title);
    assert.ok(Math.min(...bass) >= 27 && Math.max(...bass) <= 55, each.score.title);
  }
});

Deno.test("no melody sounds two notes at once", () => {
  for (const { score, piece } of STARTERS) {
    const notes = piece.tracks[0]!.notes;
    for (const [index, note] of notes.slice(1).entries()) {
      const before = notes[index]!;
      assert.ok(before.startTicks + before.durationTicks <= note.startTicks, score.title);
    }
  }
});

Deno.test("the analysis hears the key, metre, tempo and roles that a score declares", () => {
  for (const each of STARTERS) {
    const { score, piece } = each;
    const analysis = analyse(piece);
    const isMinor = score.key.mode === "minor" || score.key.mode === "dorian";
    assert.deepEqual(
      analysis.key,
      { tonic: score.key.tonic, mode: isMinor ? "minor" : "major" },
      score.title,
    );
    // Two bars of 2/4 cannot be told from one of 4/4.
    const beats = analysis.meter.numerator % score.meter.numerator;
    assert.equal(beats, 0, `${score.title}: ${analysis.meter.numerator} in a bar`);
    assert.ok(Math.abs(analysis.tempoBpm - score.quartersPerMinute) < 0.1, score.title);
    const roles = new Set(analysis.parts.map(({ role }) => role));
    assert.ok(["melody", "bass", "chords", "drums"].every((role) => roles.has(role as "melody")));
    assert.ok(Math.abs(analysis.durationSeconds - secondsOf(each)) < 0.01, score.title);
  }
});

Deno.test("scores differ in metre, tempo and mode", () => {
  const meters = new Set(
    STARTERS.map(({ score: { meter } }) => `${meter.numerator}/${meter.denominator}`),
  );
  assert.deepEqual([...meters].sort(), ["2/4", "3/4", "3/8", "4/4", "6/8"]);
  assert.equal(new Set(STARTERS.map(({ score }) => score.key.mode)).size, 3);
  const tempos = STARTERS.map(({ score }) => score.quartersPerMinute);
  assert.ok(Math.min(...tempos) <= 78 && Math.max(...tempos) >= 160);
  const leads = new Set(STARTERS.map(({ score }) => score.parts.get("melody")?.program));
  assert.ok(leads.size >= 14, `${leads.size} lead instruments`);
});

Deno.test("scores open with the tune that people know", () => {
  assert.equal(incipit("Ode to Joy", "A", 8), "F# F# G A A G F# E");
  assert.equal(incipit("Für Elise", "A", 9), "E Eb E Eb E B D C A");
  assert.equal(incipit("Jingle Bells", "chorus", 11), "B B B B B B B D G A B");
  assert.equal(incipit("Greensleeves", "A", 8), "A C D E F# E D B");
  assert.equal(incipit("Amazing Grace", "A", 7), "D G B G B A G");
  assert.equal(incipit("Korobeiniki", "A", 8), "E B C D C B A A");
  assert.equal(incipit("In the Hall of the Mountain King", "A", 7), "B C# D E F# D F#");
  assert.equal(incipit("Canon in D", "A", 8), "F# E D C# B A B C#");
  assert.equal(incipit("When the Saints Go Marching In", "A", 4), "F A Bb C");
  assert.equal(incipit("The Blue Danube", "A", 6), "D D F# A A A");
  assert.equal(incipit("Swan Lake", "A", 8), "F# B C# D E F# D F#");
  assert.equal(incipit("Auld Lang Syne", "A", 9), "C F F F A G F G A");
});

Deno.test("every song says under which licence it is and where it comes from", () => {
  for (const { score } of STARTERS) {
    assert.equal(score.license, "CC0-1.0", score.title);
    assert.match(score.source, /arranged for Orpheus$/, score.title);
  }
  for (const { title, license, sourceNote } of STARTER_CATALOGUE.recordings) {
    assert.equal(license, "Public domain", title);
    assert.match(sourceNote, /typeset by .+ for the Mutopia Project$/, title);
  }
});

Deno.test("the starter songs are imported once, with files that can be read again", async () => {
  const world = importWorld();
  assert.equal(await importStarterCatalogue(world, STARTER_CATALOGUE), 34);
  assert.equal(await importStarterCatalogue(world, STARTER_CATALOGUE), 0);
  assert.equal(await world.store.count(), 34);
  assert.equal(world.files.objects.size, 34);
  for (const bytes of world.files.objects.values()) assert.ok(readMidi(bytes).tracks.length > 0);
});

Deno.test("starter songs that are all there are asked for in one question and not analysed", async () => {
  const world = importWorld();
  await importStarterCatalogue(world, STARTER_CATALOGUE);
  let questions = 0;
  const store = {
    has: (...args: Parameters<typeof world.store.has>) => {
      questions++;
      return world.store.has(...args);
    },
    hasContents: () => assert.fail("nothing is missing"),
    add: () => assert.fail("nothing is missing"),
  };
  const analyse = () => assert.fail("nothing is new");
  assert.equal(await importStarterCatalogue({ ...world, store, analyse }, STARTER_CATALOGUE), 0);
  assert.equal(questions, 1);
});

Deno.test("an import of the starter songs that was broken off goes on where it stopped", async () => {
  const world = importWorld();
  const controller = new AbortController();
  const stopAfterThree = {
    ...world,
    newId: () => {
      if (world.files.objects.size === 2) controller.abort(new Error("stopped"));
      return world.newId();
    },
  };
  await assert.rejects(
    importStarterCatalogue(stopAfterThree, STARTER_CATALOGUE, controller.signal),
    /stopped/,
  );
  const before = await world.store.count();
  assert.ok(before < 34);
  assert.equal(await importStarterCatalogue(world, STARTER_CATALOGUE), 34 - before);
});
