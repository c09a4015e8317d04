import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Song } from "./corpus.ts";
import { PACES, tokensOf, type Viewpoint } from "./viewpoints.ts";
import { learnSequence, pooledPrior, type SequenceModel } from "./witten_bell.ts";

/** What one viewpoint tells. */
export type Witness = {
  /** Whether there is enough of the song in the viewpoint to know it by. */
  readonly plays: (song: Song) => boolean;
  readonly hears: (piece: Analysis) => boolean;
  /** Bits per token that the piece costs the song, at the pace that suits it best. */
  readonly bits: (song: Song, piece: Analysis) => number;
};

/** Shorter sequences tell no author. */
export const MIN_TOKENS = 12;

/** Learns what every song does in a viewpoint. */
export function learnViewpoint(corpus: readonly Song[], viewpoint: Viewpoint): Witness {
  const sequences = new Map(corpus.map((song) => [song, tokensOf(song.analysis, viewpoint)]));
  const prior = pooledPrior(sequences.values().toArray());
  const models = new Map<Song, SequenceModel>();
  const modelOf = (song: Song) => {
    const model = models.get(song) ?? learnSequence(sequences.get(song)!, prior);
    models.set(song, model);
    return model;
  };
  return {
    plays: (song) => sequences.get(song)!.length >= MIN_TOKENS,
    hears: (piece) => tokensOf(piece, viewpoint).length >= MIN_TOKENS,
    bits: (song, piece) =>
      Math.min(
        ...PACES.map((pace) => modelOf(song).crossEntropy(tokensOf(piece, viewpoint, pace))),
      ),
  };
}
