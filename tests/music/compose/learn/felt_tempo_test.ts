import assert from "node:assert/strict";
import type { Analysis } from "../../../../src/music/analyse/analysis.ts";
import { feltTempo } from "../../../../src/music/compose/learn/felt_tempo.ts";
import { bandSong, everyBar, partOf } from "../../../support/band_song.ts";

const OOM_PAH = [
  partOf("bass", 0, everyBar({ 0: [36], 4: [43] }, 8, { stepsPerBar: 8 })),
  partOf("chords", 0, everyBar({ 2: [60, 64], 6: [60, 64] }, 8, { stepsPerBar: 8 })),
];

function rag(changes: Partial<Analysis> = {}): Analysis {
  return bandSong({
    tempoBpm: 72,
    meter: { numerator: 2, denominator: 4 },
    stepsPerBar: 8,
    parts: OOM_PAH,
    ...changes,
  });
}

Deno.test("a rag in slow 2/4 is counted twice as fast", () => {
  assert.equal(feltTempo(rag()), 144);
});

Deno.test("a fast song, one with drums and one in three are counted as they are written", () => {
  const drums = partOf("drums", 0, everyBar({ 0: [36], 4: [38] }, 8, { stepsPerBar: 8 }));
  assert.equal(feltTempo(rag({ tempoBpm: 100 })), 100);
  assert.equal(feltTempo(rag({ parts: [...OOM_PAH, drums] })), 72);
  assert.equal(feltTempo(rag({ meter: { numerator: 3, denominator: 4 } })), 72);
});

Deno.test("a slow song of quarters stays slow", () => {
  const hymn = [partOf("chords", 0, everyBar({ 0: [60, 64], 4: [60, 64] }, 8, { stepsPerBar: 8 }))];
  assert.equal(feltTempo(rag({ parts: hymn })), 72);
  assert.equal(feltTempo(rag({ parts: [] })), 72);
});
