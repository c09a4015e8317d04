import assert from "node:assert/strict";
import { comparedWords, compareName } from "./compared_name.ts";
import type { SongName } from "./name_song.ts";
import { type Distance, isAsClose, measureSlips } from "./slips.ts";

const SOLACE: SongName = { title: "Solace (Live) [feat. Eubie Blake]", artist: "Scott Joplin" };

function distance(query: string, song: SongName, isUnfinished = false): Distance {
  return measureSlips(comparedWords(query), compareName(song), isUnfinished);
}

function slips(query: string, song: SongName): number {
  return distance(query, song).slips;
}

Deno.test("slips count letters, gaps, words missing and words too many, and no order", () => {
  const song = { title: "House of the Rising Sun", artist: "The Animals" };
  assert.equal(slips("the animals: rising sun, the house of", song), 0);
  assert.equal(slips("hose of the risnig sun", song), 2);
  assert.equal(slips("house of the risingsun", song), 1);
  assert.equal(slips("house the rising sun", song), 1);
  assert.equal(slips("of the rising sun", song), 2);
  assert.equal(slips("house of the rising sun queen", song), 5);
});

Deno.test("slips forgive who sings, guests and remarks in brackets", () => {
  assert.deepEqual(distance("solace", SOLACE), { slips: 0, says: 0 });
  assert.deepEqual(distance("solace live eubie blake", SOLACE), { slips: 0, says: 1 });
  assert.deepEqual(distance("solace live eubie blake scott joplin", SOLACE), {
    slips: 0,
    says: 2,
  });
});

Deno.test("slips take a last word that is only begun, where somebody is still typing", () => {
  const song = { title: "Solace", artist: "Scott Joplin" };
  assert.equal(distance("solace scott jop", song, true).slips, 0);
  assert.equal(distance("solace scott jop", song).slips, 3);
});

Deno.test("slips compare Cyrillic and Greek in Latin letters", () => {
  assert.equal(slips("kalinka", { title: "Калинка", artist: "Хор" }), 0);
  assert.equal(slips("agapi mou", { title: "Αγάπη μου", artist: "Χορωδία" }), 0);
});

Deno.test("a cover is as close when nobody says who sings, and the plain title when all is said", () => {
  const joplin = { title: "Solace", artist: "Scott Joplin" };
  const other = { title: "Solace", artist: "Somebody" };
  const isRival = (query: string, rival: SongName, own: SongName) =>
    isAsClose(distance(query, rival), distance(query, own));
  assert.ok(isRival("solace", other, joplin));
  assert.ok(!isRival("solace joplin", other, joplin));
  assert.ok(!isRival("solace scott joplin", SOLACE, joplin));
  assert.ok(isRival("solace scott joplin", joplin, SOLACE));
});
