import { parseTune, type TuneNote, type TuneSetting } from "./parse_tune.ts";
import type { Bar } from "./read_blocks.ts";
import type { ScoreNote } from "./score.ts";
import { atLine, scoreError } from "./score_error.ts";

/**
 * The notes of a section from its start on; those of the pickup stand before 0.
 * @throws {SyntaxError} with the line when a bar is not full or the pickup is.
 */
export function parseMelody(
  bars: readonly Bar[],
  pickup: Bar | undefined,
  setting: TuneSetting,
): ScoreNote[] {
  const before = pickup ? parsePickup(pickup, setting) : [];
  const after = bars.flatMap((bar, index) => parseFullBar(bar, index, setting));
  return placeNotes([...before, ...after], -lengthOf(before));
}

function parsePickup({ text, line }: Bar, setting: TuneSetting): TuneNote[] {
  const notes = atLine(line, () => parseTune(text, setting));
  if (lengthOf(notes) < setting.barTicks) return notes;
  throw scoreError(line, "A pickup must be shorter than a bar");
}

function parseFullBar({ text, line }: Bar, index: number, setting: TuneSetting): TuneNote[] {
  const notes = atLine(line, () => parseTune(text, setting));
  const ticks = lengthOf(notes);
  if (ticks === setting.barTicks) return notes;
  const share = `${ticks / setting.unitTicks} of ${setting.barTicks / setting.unitTicks} units`;
  throw scoreError(line, `Bar ${index + 1} of the melody, "${text}", fills ${share}`);
}

function lengthOf(notes: readonly TuneNote[]): number {
  return notes.reduce((sum, { durationTicks }) => sum + durationTicks, 0);
}

/** Lays the notes one after the other and joins the tied ones. */
function placeNotes(drafts: readonly TuneNote[], fromTicks: number): ScoreNote[] {
  const notes: ScoreNote[] = [];
  let startTicks = fromTicks;
  let held: number | undefined;
  for (const { durationTicks, pitch, isTied } of drafts) {
    const last = notes.at(-1);
    if (last && pitch !== undefined && pitch === held) {
      notes[notes.length - 1] = { ...last, durationTicks: last.durationTicks + durationTicks };
    } else if (pitch !== undefined) notes.push({ startTicks, durationTicks, pitch });
    startTicks += durationTicks;
    held = isTied ? pitch : undefined;
  }
  return notes;
}
