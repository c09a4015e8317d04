import { generateBlend } from "../../../src/engine/generate_blend.ts";
import type {
  BarNote,
  ComposedTrack,
  ComposeReport,
} from "../../../src/music/compose/composition.ts";

import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import type { Song } from "./corpus.ts";
import { hearBlend } from "./hear_blend.ts";
import type { Triple } from "./triples.ts";

/** A composed piece, read back from its file, and what making it took. */
export type Blend = {
  readonly name: string;
  readonly triple: Triple;
  readonly songs: readonly [Song, Song, Song];
  readonly midi: Uint8Array<ArrayBuffer>;
  readonly piece: Piece;
  /** The piece as if it were a song: what an analyst hears who knows nothing of its plan. */
  readonly analysis: Analysis;
  readonly report: ComposeReport;
  readonly tracks: readonly ComposedTrack[];
  readonly notes: readonly BarNote[];
  readonly secondsPerBar: number;
  readonly firstBarMs: number;
  /** Reading and analysis of the songs included. */
  readonly totalMs: number;
  /** From the end of the analysis. */
  readonly composeMs: number;
};

const OPTIONS = { temperature: 1, creativity: 0.5, weights: [1, 1, 1] as [number, number, number] };

/** Composes on this thread, as a worker of the engine does. */
export function makeBlend(triple: Triple, songs: readonly [Song, Song, Song]): Blend {
  const options = { ...OPTIONS, length_seconds: triple.lengthSeconds, seed: triple.seed };
  const midiFiles = songs.map(({ bytes }) => bytes) as [
    Song["bytes"],
    Song["bytes"],
    Song["bytes"],
  ];
  const notes: BarNote[] = [];
  let tracks: readonly ComposedTrack[] = [];
  let secondsPerBar = 0;
  let firstBarMs = 0;
  let analysedMs = 0;
  const startMs = performance.now();
  for (const step of generateBlend({ midiFiles, options })) {
    const ms = performance.now() - startMs;
    if (step.type === "bars") {
      firstBarMs ||= ms;
      tracks = step.bars.tracks ?? tracks;
      secondsPerBar = step.bars.secondsPerBar;
      notes.push(...step.bars.notes);
    } else if (step.type === "progress" && firstBarMs === 0) analysedMs = ms;
    else if (step.type === "result") {
      const piece = readMidi(step.midi);
      return {
        name: `${triple.songs.join(" + ")}`,
        triple,
        songs,
        midi: step.midi,
        piece,
        analysis: hearBlend(piece),
        report: step.report,
        tracks,
        notes,
        secondsPerBar,
        firstBarMs,
        totalMs: ms,
        composeMs: ms - analysedMs,
      };
    }
  }
  throw new Error(`Cannot blend ${triple.songs.join(", ")} as no result came`);
}
