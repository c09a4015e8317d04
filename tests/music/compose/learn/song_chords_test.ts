import assert from "node:assert/strict";
import type { Analysis, Mode } from "../../../../src/music/analyse/analysis.ts";
import { atHome } from "../../../../src/music/compose/learn/home_key.ts";
import { localKeys } from "../../../../src/music/compose/learn/local_key.ts";
import { chordsInMode } from "../../../../src/music/compose/learn/song_chords.ts";
import { bandSong, spellChords } from "../../../support/band_song.ts";

function heard(song: Analysis, mode: Mode): string {
  return chordsInMode(song, mode, (step) => step)
    .map(({ root, quality, steps }) => `${root}:${quality}*${steps / 16}`).join(" ");
}

function songOf(chords: string, tonic = 0, mode: Mode = "major"): Analysis {
  return bandSong({ chords: spellChords(chords), key: { tonic, mode } });
}

Deno.test("chords are counted from the tonic", () => {
  assert.equal(heard(songOf("2:maj 9:7 2:maj", 2), "major"), "0:maj*1 7:7*1 0:maj*1");
});

Deno.test("diatonic chords stay diatonic in the other mode", () => {
  assert.equal(heard(songOf("0:maj 9:min 5:maj 7:7"), "minor"), "0:min*1 8:maj*1 5:min*1 7:7*1");
  assert.equal(
    heard(songOf("9:min 5:maj 0:maj 4:maj", 9, "minor"), "major"),
    "0:maj*1 9:min*1 4:min*1 7:maj*1",
  );
});

Deno.test("borrowed chords are kept, strangers prolong the chord before them", () => {
  assert.equal(heard(songOf("0:maj 10:maj 5:min"), "major"), "0:maj*1 10:maj*1 5:min*1");
  assert.equal(heard(songOf("0:maj 6:min 1:aug 7:maj"), "major"), "0:maj*3 7:maj*1");
});

Deno.test("rare colours become the plain chord of their degree", () => {
  assert.equal(
    heard(songOf("0:sus4 2:sus2 7:aug 11:maj"), "major"),
    "0:maj*1 2:maj*1 7:maj*1 11:dim*1",
  );
  assert.equal(heard(songOf("7:maj7 0:7"), "major"), "7:maj*1 0:7*1");
});

Deno.test("a modulation moves the tonic, the relative key does not", () => {
  const song: Analysis = {
    ...songOf("0:maj 9:min 7:maj 2:7"),
    keyAreas: [
      { key: { tonic: 0, mode: "major" }, startBar: 0, bars: 1 },
      { key: { tonic: 9, mode: "minor" }, startBar: 1, bars: 1 },
      { key: { tonic: 7, mode: "major" }, startBar: 2, bars: 2 },
    ],
  };
  assert.deepEqual([0, 16, 32, 640].map((step) => localKeys(song)(step).tonic), [0, 0, 7, 0]);
  assert.equal(heard(song, "major"), "0:maj*1 9:min*1 0:maj*1 7:7*1");
});

Deno.test("a tonic that is hardly ever heard gives way to the chord that is home", () => {
  const doubted = songOf("7:min 7:min 3:maj 5:maj 7:min 7:min 3:maj 7:min", 0, "minor");
  assert.deepEqual(atHome(doubted).key, { tonic: 7, mode: "minor" });
});

Deno.test("a tonic that is heard stays, however often others are", () => {
  const sure = songOf("0:maj 7:maj 7:maj 7:maj 7:maj");
  assert.deepEqual(atHome(sure), sure);
  const chordless = bandSong({ chords: [] });
  assert.deepEqual(atHome(chordless), chordless);
});
