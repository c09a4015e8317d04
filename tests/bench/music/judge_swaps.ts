import { median } from "../figure.ts";
import type { Authors } from "./attribution.ts";
import { type Blend, makeBlend } from "./blend.ts";
import type { Chapter } from "./chapter.ts";
import type { Song } from "./corpus.ts";
import { spreadOut } from "./spread_out.ts";

/** Whether it matters which songs are given: beside another song, another seed changes little. */
export function judgeSwaps(
  blends: readonly Blend[],
  corpus: readonly Song[],
  authors: Authors,
): Chapter {
  const changes = blends.map((blend) => changesOf(blend, corpus, authors));
  const cases = changes.flatMap(({ swapped, reseeded }) =>
    swapped.map((bits, index) => ({ swapped: bits, reseeded: reseeded[index]! }))
  );
  const heard = cases.filter(({ swapped, reseeded }) => swapped > Math.abs(reseeded));
  const rowOf = (name: string, key: "swapped" | "reseeded") => [
    name,
    ...[0, 1, 2].map((index) => describe(changes.map((one) => one[key][index]!))),
  ];
  return {
    title: "Influence: bits per token by which a song knows its blend less, in what it was given",
    goals: [{
      name: "another song in a song's place changes more than another seed",
      target: "all",
      found: `${heard.length} of ${cases.length}`,
      isMet: heard.length === cases.length,
    }],
    rows: [
      ["change", "song 1", "song 2", "song 3"],
      rowOf("another song in its place", "swapped"),
      rowOf("another seed", "reseeded"),
    ],
  };
}

type Changes = { readonly swapped: readonly number[]; readonly reseeded: readonly number[] };

function changesOf({ triple, songs, analysis }: Blend, corpus: readonly Song[], authors: Authors) {
  const costs = (piece: Blend["analysis"]) =>
    songs.map((song, index) => authors.costOf(piece, song, index));
  const before = costs(analysis);
  const reseeded = costs(makeBlend({ ...triple, seed: triple.seed + 1000 }, songs).analysis);
  const swapped = songs.map((song, index) => {
    const others = corpus.filter((other) => other.kind === song.kind && !songs.includes(other));
    const trio = songs.with(index, spreadOut(others, triple.seed, 1)[0]!);
    const { analysis } = makeBlend(triple, trio as [Song, Song, Song]);
    return authors.costOf(analysis, song, index) - before[index]!;
  });
  return { swapped, reseeded: reseeded.map((cost, index) => cost - before[index]!) } as Changes;
}

function describe(bits: readonly number[]): string {
  const all = [median(bits), Math.min(...bits), Math.max(...bits)].map((value) => value.toFixed(2));
  return `${all[0]} (${all[1]}–${all[2]})`;
}
