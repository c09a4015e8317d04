import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";
import type { GenerateRequest } from "../ml/schema.ts";
import { analyseForBlend } from "../music/analyse/analyse_for_blend.ts";
import type { Analysis } from "../music/analyse/analysis.ts";
import { keyName } from "../music/analyse/key_name.ts";
import { parseKeyName } from "../music/analyse/parse_key_name.ts";
import { compose } from "../music/compose/compose.ts";
import type { ComposedBars, ComposeOptions } from "../music/compose/composition.ts";
import type { Piece } from "../music/midi/piece.ts";
import { writeMidi } from "../music/midi/write_midi.ts";
import type { EngineReport, EngineTasks, SongReport } from "./engine_message.ts";
import { readMidiFile } from "./read_midi_file.ts";

/** The part of the work that comes before composing. */
const ANALYSIS_SHARE = 0.3;

/** Blends three MIDI files, telling of each step once it is done. */
export function* generateBlend(
  { midiFiles, options }: EngineTasks["generate"],
): Generator<EngineReport, void, void> {
  // All are read first, so that a file that cannot be used is told before anything else.
  const pieces = midiFiles.map((bytes, index) => readSong(bytes, index + 1));
  const sources: Analysis[] = [];
  for (const piece of pieces) {
    sources.push(analyseForBlend(piece));
    const progress = ANALYSIS_SHARE * sources.length / pieces.length;
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
  const songs = midiFiles.map((bytes, index) => describeSong(bytes, sources[index]!));
  yield { type: "result", midi: writeMidi(piece), report: { ...report, songs } };
}

/** Enough to find the file again that a blend was made from. */
function describeSong(bytes: Uint8Array, { key, tempoBpm, bars }: Analysis): SongReport {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { sha256, key: keyName(key), tempoBpm: Math.round(tempoBpm * 100) / 100, bars };
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
  { length_seconds, key, tempo_bpm, role_weights, ...options }: GenerateRequest["options"],
): ComposeOptions {
  return {
    ...options,
    lengthSeconds: length_seconds,
    ...(key === undefined ? {} : { key: parseKeyName(key) }),
    ...(tempo_bpm === undefined ? {} : { tempoBpm: tempo_bpm }),
    ...(role_weights === undefined ? {} : { roleWeights: role_weights }),
  };
}
