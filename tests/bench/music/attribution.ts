// Who wrote this? What a blend does in a viewpoint is given to models of the songs it was made from
// and of songs it was not made from; the right author should be surprised least.

import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Song } from "./corpus.ts";
import { spreadOut } from "./spread_out.ts";
import { GIVEN, type Viewpoint } from "./viewpoints.ts";
import { learnViewpoint, type Witness } from "./witness.ts";

export type Verdict = {
  /** 1 when no other song explains the blend better. */
  readonly rank: number;
  /** Whether it explains the blend better than the two others that were blended. */
  readonly isBestOfThree: boolean;
  /** Share of the strangers that explain it worse. */
  readonly behind: number;
  /** By how many bits a token each stranger does; negative where it explains the blend better. */
  readonly margins: readonly number[];
};

/** The verdicts on one blend: of each song in all it was given together, and in each viewpoint. */
export type Verdicts = {
  readonly bySong: readonly (Verdict | undefined)[];
  readonly byViewpoint: ReadonlyMap<Viewpoint, Verdict>;
  /** Share of the trios of strangers that explain the whole worse than the three songs do. */
  readonly triosBehind: number;
};

export type Authors = {
  /** Judges a piece against its three songs and ten strangers, which the seed chooses. */
  readonly judge: (piece: Analysis, songs: readonly Song[], seed: number) => Verdicts;
  /** Bits per token that a piece costs a song in all that the song at `index` is given. */
  readonly costOf: (piece: Analysis, song: Song, index: number) => number;
};

const STRANGERS = 10;

/** Learns every song of the corpus. */
export function learnAuthors(corpus: readonly Song[]): Authors {
  const schools = new Map(
    GIVEN.flat().map((viewpoint) => [viewpoint, learnViewpoint(corpus, viewpoint)]),
  );
  const witnessesOf = (viewpoints: readonly Viewpoint[], piece: Analysis, song: Song) =>
    viewpoints.map((viewpoint) => schools.get(viewpoint)!)
      .filter(({ plays, hears }) => plays(song) && hears(piece));
  return {
    costOf: (piece, song, index) => addCosts(witnessesOf(GIVEN[index]!, piece, song), piece, song),
    judge: (piece, songs, seed) => {
      const judgeBy = (own: Song, viewpoints: readonly Viewpoint[]) => {
        const witnesses = witnessesOf(viewpoints, piece, own);
        return judge(own, { corpus, songs, seed, witnesses, piece });
      };
      const byViewpoint = GIVEN.flatMap((viewpoints, index) =>
        viewpoints.map((viewpoint) => [viewpoint, judgeBy(songs[index]!, [viewpoint])] as const)
      );
      const bySong = GIVEN.map((viewpoints, index) => judgeBy(songs[index]!, viewpoints));
      return {
        bySong,
        triosBehind: behindOf(addUp(bySong.flatMap((verdict) => verdict ? [verdict.margins] : []))),
        byViewpoint: new Map(
          byViewpoint.flatMap(([viewpoint, verdict]) => verdict ? [[viewpoint, verdict]] : []),
        ),
      };
    },
  };
}

/** How the bits of the right song stand to those of others. */
export function rankOf(
  own: number,
  rivals: readonly number[],
  strangers: readonly number[],
): Verdict {
  const better = (others: readonly number[]) => others.filter((bits) => bits < own).length;
  const margins = strangers.map((bits) => bits - own);
  return {
    rank: 1 + better(rivals) + better(strangers),
    isBestOfThree: better(rivals) === 0,
    behind: behindOf(margins),
    margins,
  };
}

function behindOf(margins: readonly number[]): number {
  return margins.filter((margin) => margin >= 0).length / Math.max(1, margins.length);
}

/** Stranger by stranger: each trio has one for each song. */
function addUp(margins: readonly (readonly number[])[]): number[] {
  const [first = [], ...rest] = margins;
  return first.map((margin, index) =>
    rest.reduce((sum, others) => sum + (others[index] ?? 0), margin)
  );
}

type Case = {
  readonly corpus: readonly Song[];
  readonly songs: readonly Song[];
  readonly seed: number;
  readonly witnesses: readonly Witness[];
  readonly piece: Analysis;
};

/** Undefined when nothing of what the song was given is there to judge by. */
function judge(own: Song, { corpus, songs, seed, witnesses, piece }: Case): Verdict | undefined {
  if (witnesses.length === 0) return undefined;
  const isCandidate = (song: Song) => witnesses.every(({ plays }) => plays(song));
  const bits = (song: Song) => addCosts(witnesses, piece, song);
  const rivals = songs.filter((song) => song !== own && isCandidate(song));
  const unrelated = corpus.filter((song) => !songs.includes(song) && isCandidate(song));
  return rankOf(bits(own), rivals.map(bits), spreadOut(unrelated, seed, STRANGERS).map(bits));
}

function addCosts(witnesses: readonly Witness[], piece: Analysis, song: Song): number {
  return witnesses.reduce((sum, { bits }) => sum + bits(song, piece), 0);
}
