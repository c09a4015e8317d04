import { AssertionError } from "node:assert";
import process from "node:process";
import { analyse } from "../../src/music/analyse/analyse.ts";
import type { Piece } from "../../src/music/midi/piece.ts";
import { readMidi } from "../../src/music/midi/read_midi.ts";
import { assertSoundAnalysis } from "../support/assert_sound_analysis.ts";
import { assertSoundPiece } from "../support/assert_sound_piece.ts";

/** What became of one mutant, and the processor's time it took; `offence` is set when it did worse than being read or refused. */
export type MutantVerdict = {
  readonly kind: "read" | "SyntaxError" | "RangeError" | "offence";
  readonly readMs: number;
  readonly analyseMs: number;
  readonly offence?: string;
};

/** A piece is read, and analysed if it has notes, within these times. */
export const MAX_READ_MS = 200;
export const MAX_ANALYSE_MS = 500;

/** Reads and analyses a mutant; again when that took too long, as code may have been compiled. */
export function judgeMutant(bytes: Uint8Array): MutantVerdict {
  let best = judgeOnce(bytes);
  for (let again = 0; again < 2 && isSlow(best); again++) {
    const next = judgeOnce(bytes);
    best = {
      ...next,
      readMs: Math.min(best.readMs, next.readMs),
      analyseMs: Math.min(best.analyseMs, next.analyseMs),
    };
  }
  return isSlow(best) && best.kind !== "offence" ? { ...best, ...offence("too slow") } : best;
}

function isSlow({ readMs, analyseMs }: MutantVerdict): boolean {
  return readMs > MAX_READ_MS || analyseMs > MAX_ANALYSE_MS;
}

function judgeOnce(bytes: Uint8Array): MutantVerdict {
  const started = cpuMs();
  let piece: Piece;
  try {
    piece = readMidi(bytes);
  } catch (error) {
    return { ...judgeError(error), readMs: cpuMs() - started, analyseMs: 0 };
  }
  const readMs = cpuMs() - started;
  return { ...judgePiece(piece), readMs };
}

function judgePiece(piece: Piece): Omit<MutantVerdict, "readMs"> {
  const isEmpty = piece.tracks.length === 0;
  const started = cpuMs();
  try {
    const song = isEmpty ? undefined : analyse(piece);
    const analyseMs = cpuMs() - started;
    assertSoundPiece(piece);
    if (song) assertSoundAnalysis(song);
    return { kind: "read", analyseMs };
  } catch (error) {
    return { ...offence(describe(error)), analyseMs: cpuMs() - started };
  }
}

/** The time of the processor, as that of the wall is another's on a busy machine. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function judgeError(error: unknown): Pick<MutantVerdict, "kind" | "offence"> {
  const isReason = error instanceof Error && error.message.startsWith("Cannot read the MIDI file");
  if (isReason && error instanceof SyntaxError) return { kind: "SyntaxError" };
  if (isReason && error instanceof RangeError) return { kind: "RangeError" };
  return offence(describe(error));
}

function offence(reason: string): { readonly kind: "offence"; readonly offence: string } {
  return { kind: "offence", offence: reason };
}

function describe(error: unknown): string {
  if (error instanceof AssertionError) return error.message;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
