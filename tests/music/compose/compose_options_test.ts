import assert from "node:assert/strict";
import type { Analysis, Role } from "../../../src/music/analyse/analysis.ts";
import {
  composeAll,
  gridNotes,
  secondsOf,
  starterTriple,
  toldNotes,
} from "../../support/composing.ts";
import { drumsAlone } from "../../support/band_song.ts";
import { entropyOf, longestRun, type Sounding } from "../../support/piece_measures.ts";

Deno.test("a song of weight 0 contributes nothing at all", () => {
  const [first, second, third] = starterTriple(5);
  const weights = [1, 0, 2] as const;
  const one = composeAll([first, second, third], { weights });
  const other = composeAll([first, drumsAlone(), third], { weights });
  assert.deepEqual(one, other);
  assert.equal(one.report.shares[1], 0);
  assert.ok(toldNotes(one).every(([, , , , , source]) => source !== 1));
});

Deno.test("one song alone makes a piece of its own", () => {
  const { report } = composeAll(starterTriple(5), { weights: [0, 0, 3] });
  assert.deepEqual(report.shares, [0, 0, 1]);
});

Deno.test("more weight is more notes, for each of the three songs", () => {
  const share = (weights: readonly [number, number, number], source: 0 | 1 | 2) => {
    const pieces = [0, 1, 2, 3, 4, 5].map((i) =>
      composeAll(starterTriple(i), { weights, seed: i })
    );
    return mean(pieces.map(({ report }) => report.shares[source]));
  };
  assert.ok(share([4, 1, 1], 0) > share([1, 1, 1], 0) + 0.1);
  assert.ok(share([1, 4, 1], 1) > share([1, 1, 1], 1) + 0.1);
  assert.ok(share([1, 1, 4], 2) > share([1, 1, 1], 2) + 0.1);
});

Deno.test("at equal weights all three songs are heard, each most in its own part", () => {
  const tracks = { Chords: 0, Drums: 1, Bass: 1, Melody: 2 } as const;
  const counts: Record<string, number[]> = {};
  for (let i = 0; i < 9; i++) {
    const composed = composeAll(starterTriple(i), { seed: i, lengthSeconds: 60 });
    assert.ok(
      composed.report.shares.every((share) => share >= 0.15),
      String(composed.report.shares),
    );
    const names = composed.piece.tracks.map(({ name }) => name);
    for (const [, , , , track, source] of toldNotes(composed)) {
      (counts[names[track]!] ??= [0, 0, 0])[source]!++;
    }
  }
  for (const [name, leader] of Object.entries(tracks)) {
    const own = counts[name]!;
    const total = own.reduce((sum, count) => sum + count, 0);
    assert.ok(own[leader]! / total >= 0.5, `${name}: ${own}`);
  }
});

Deno.test("a key that is asked for is the key of the piece, its mode too", () => {
  const key = { tonic: 6, mode: "minor" } as const;
  const { piece, report } = composeAll(starterTriple(2), { key });
  assert.equal(report.key, "F# minor");
  assert.equal(report.options.key, "F# minor");
  assert.equal(gridNotes(piece, "Bass").at(-1)!.pitch % 12, 6);
  assert.equal(gridNotes(piece, "Melody").at(-1)!.pitch % 12, 6);
});

Deno.test("a tempo that is asked for is kept, the length to within a bar", () => {
  for (const tempoBpm of [40, 97.3, 240]) {
    const { piece, report } = composeAll(starterTriple(2), { tempoBpm, lengthSeconds: 47 });
    assert.ok(Math.abs(report.tempoBpm - tempoBpm) < 0.01);
    assert.ok(Math.abs(secondsOf(piece) - 47) <= report.secondsPerBar / 2 + 0.001);
  }
});

Deno.test("a role weighed by itself belongs to the songs that it is given to", () => {
  const roleWeights = { melody: [1, 0, 0], groove: [0, 0, 1] } as const;
  const { report } = composeAll(starterTriple(3), { roleWeights, lengthSeconds: 60 });
  const sharesOf = (role: string) => report.roles.find((one) => one.role === role)!.shares;
  assert.deepEqual(sharesOf("melody"), [1, 0, 0]);
  assert.deepEqual(sharesOf("drums"), [0, 0, 1]);
  assert.ok(sharesOf("bass")[1] >= 0.5);
});

Deno.test("temperature makes the melody less predictable", () => {
  const entropy = (temperature: number) =>
    mean(Array.from({ length: 18 }, (_, i) => {
      const { piece } = composeAll(starterTriple(i), { temperature, seed: i });
      return entropyOf(gridNotes(piece, "Melody"));
    }));
  assert.ok(entropy(2) > entropy(0.1) + 0.1);
});

Deno.test("creativity shortens what is quoted and stays under its cap", () => {
  const faithful = [...longestRuns(0, "melody"), ...longestRuns(0, "bass")];
  const free = [...longestRuns(1, "melody"), ...longestRuns(1, "bass")];
  assert.ok(Math.max(...faithful) <= 7, String(faithful));
  assert.ok(Math.max(...free) <= 4, String(free));
  assert.ok(mean(faithful) > mean(free) + 0.3, `${mean(faithful)} and ${mean(free)}`);
});

/** What twelve pieces share at most with their songs. */
function longestRuns(creativity: number, role: "melody" | "bass"): number[] {
  return Array.from({ length: 12 }, (_, i) => {
    const sources = starterTriple(i % 9);
    const { piece } = composeAll(sources, { creativity, seed: i, lengthSeconds: 60 });
    const line = gridNotes(piece, role === "melody" ? "Melody" : "Bass");
    return Math.max(...sources.map((song) => longestRun(line, lineOf(song, role))));
  });
}

function lineOf(song: Analysis, role: Role): Sounding[] {
  return (song.parts.find((part) => part.role === role)?.notes ?? [])
    .map(({ startStep, pitch }) => ({ step: startStep, pitch }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
