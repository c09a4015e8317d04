import { AppError } from "../errors.ts";
import type { GenerateRequest } from "../ml/schema.ts";
import { analyseForBlend } from "../music/analyse/analyse_for_blend.ts";
import type { Analysis } from "../music/analyse/analysis.ts";
import { compose } from "../music/compose/compose.ts";
import type { ComposedBars, ComposeOptions } from "../music/compose/composition.ts";
import type { Piece } from "../music/midi/piece.ts";
import { writeMidi } from "../music/midi/write_midi.ts";
import type { EngineReport, EngineTasks } from "./engine_message.ts";
import { readMidiFile } from "./read_midi_file.ts";

/** The part of the work that comes before composing. */
const ANALYSIS_SHARE = 0.3;

/** Blends three MIDI files, telling of each step once it is done. */
export function* generateBlend(
  { midiFiles, options }: EngineTasks["generate"],
): Generator<EngineReport, void, void> {
  // All are read first, so that a file that cannot be used is told before anything else.
  const songs = midiFiles.map((bytes, index) => readSong(bytes, index + 1));
  const sources: Analysis[] = [];
  for (const song of songs) {
    sources.push(analyseForBlend(song));
    const progress = ANALYSIS_SHARE * sources.length / songs.length;
    yield { type: "progress", progress, message: `Song ${sources.length} of 3 is analysed` };
  }
  const [first, second, third] = sources;
  const composing = compose([first!, second!, third!], composeOptions(options));
  let step = composing.next();
  for (; !step.done; step = composing.next()) {
    yield { type: "bars", bars: step.value };
    yield progressAfter(step.value, options.length_seconds);
  }
  const { piece, report } = step.value;
  yield { type: "result", midi: writeMidi(piece), report };
}

function readSong(bytes: Uint8Array, number: number): Piece {
  const piece = readMidiFile(bytes, `Song ${number}`);
  if (piece.tracks.every(({ notes }) => notes.length === 0)) {
    throw new AppError("invalid_midi", `Song ${number} cannot be used as it has no notes`);
  }
  return piece;
}

function progressAfter(
  { startBar, bars, secondsPerBar }: ComposedBars,
  lengthSeconds: number,
): EngineReport {
  const composed = Math.min(1, (startBar + bars) * secondsPerBar / lengthSeconds);
  const progress = ANALYSIS_SHARE + (1 - ANALYSIS_SHARE) * composed;
  return { type: "progress", progress, message: `${startBar + bars} bars are composed` };
}

function composeOptions(
  { temperature, creativity, length_seconds, seed, weights }: GenerateRequest["options"],
): ComposeOptions {
  return { temperature, creativity, lengthSeconds: length_seconds, seed, weights };
}
