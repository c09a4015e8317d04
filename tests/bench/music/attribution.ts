// Who wrote this? Each viewpoint of a blend is given to models of the songs it was made from and of
// songs it was not made from; the right author should be surprised least.

import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Song } from "./corpus.ts";
import { GIVEN, pacesOf, tokensOf, type Viewpoint, VIEWPOINTS } from "./viewpoints.ts";
import { learnSequence, pooledPrior } from "./witten_bell.ts";

export type Verdict = {
  readonly viewpoint: Viewpoint;
  /** 1 when no other song explains the viewpoint better. */
  readonly rank: number;
  /** Whether it explains the viewpoint better than the two others that were blended. */
  readonly isBestOfThree: boolean;
  /** Share of the strangers that explain it worse. */
  readonly behind: number;
};

export type Authors = {
  /** Judges a piece against its three songs and ten strangers, which the seed chooses. */
  readonly judge: (piece: Analysis, songs: readonly Song[], seed: number) => Verdict[];
};

/** Shorter sequences tell no author. */
export const MIN_TOKENS = 12;
const STRANGERS = 10;

/** Learns every song of the corpus. */
export function learnAuthors(corpus: readonly Song[]): Authors {
  const schools = new Map(
    VIEWPOINTS.map((viewpoint) => [viewpoint, learnViewpoint(corpus, viewpoint)]),
  );
  return {
    judge: (piece, songs, seed) =>
      VIEWPOINTS.flatMap((viewpoint) => {
        const { bitsOf, plays } = schools.get(viewpoint)!;
        const own = songs[GIVEN[viewpoint]]!;
        const heard = pacesOf(viewpoint).map((pace) => tokensOf(piece, viewpoint, pace));
        if (!plays(own) || heard[0]!.length < MIN_TOKENS) return [];
        const strangers = spreadOut(
          corpus.filter((song) => !songs.includes(song) && plays(song)),
          seed,
        );
        const rivals = songs.filter((song) => song !== own && plays(song));
        const bits = (song: Song) => bitsOf(song, heard);
        return [{ viewpoint, ...rankOf(bits(own), rivals.map(bits), strangers.map(bits)) }];
      }),
  };
}

/** How the bits of the right song stand to those of others. */
export function rankOf(
  own: number,
  rivals: readonly number[],
  strangers: readonly number[],
): Omit<Verdict, "viewpoint"> {
  const better = (others: readonly number[]) => others.filter((bits) => bits < own).length;
  return {
    rank: 1 + better(rivals) + better(strangers),
    isBestOfThree: better(rivals) === 0,
    behind: 1 - better(strangers) / Math.max(1, strangers.length),
  };
}

function learnViewpoint(corpus: readonly Song[], viewpoint: Viewpoint) {
  const sequences = new Map(corpus.map((song) => [song, tokensOf(song.analysis, viewpoint)]));
  const prior = pooledPrior(sequences.values().toArray());
  const models = new Map(
    sequences.entries().map(([song, sequence]) => [song, learnSequence(sequence, prior)]),
  );
  return {
    plays: (song: Song) => sequences.get(song)!.length >= MIN_TOKENS,
    /** At the pace that suits the song best. */
    bitsOf: (song: Song, heard: readonly (readonly string[])[]) =>
      Math.min(...heard.map((tokens) => models.get(song)!.crossEntropy(tokens))),
  };
}

/** Ten of the songs, spread evenly over all, from a place that the seed chooses. */
export function spreadOut(songs: readonly Song[], seed: number, count = STRANGERS): Song[] {
  const stride = songs.length / Math.min(count, songs.length);
  return Array.from(
    { length: Math.min(count, songs.length) },
    (_, index) => songs[Math.floor(seed + index * stride) % songs.length]!,
  );
}
