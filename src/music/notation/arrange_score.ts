// Plays a score: one track per part, in order of the roles.

import type { Control, Note, Piece, Track } from "../midi/piece.ts";
import { arrangeBass } from "./arrange_bass.ts";
import { arrangeChords } from "./arrange_chords.ts";
import { arrangeDrums } from "./arrange_drums.ts";
import { arrangeMelody } from "./arrange_melody.ts";
import { type PlacedScore, placeSections } from "./place_sections.ts";
import { type Score, SCORE_ROLES, type ScorePart } from "./score.ts";
import { type ScoreRole, TICKS_PER_QUARTER } from "./score.ts";

type Seat = {
  readonly name: string;
  readonly channel: number;
  readonly volume: number;
  readonly pan: number;
};

const SEATS: Readonly<Record<ScoreRole, Seat>> = {
  melody: { name: "Melody", channel: 0, volume: 112, pan: 64 },
  bass: { name: "Bass", channel: 1, volume: 104, pan: 64 },
  chords: { name: "Chords", channel: 2, volume: 88, pan: 46 },
  pad: { name: "Pad", channel: 3, volume: 72, pan: 82 },
  drums: { name: "Drums", channel: 9, volume: 104, pan: 64 },
};

const [VOLUME, PAN] = [7, 10];
/** Notes end a little early, so that repeated ones are heard. */
const SOUNDING_SHARE = 0.94;

/** Turns a score into MIDI data; the same score gives the same notes. */
export function arrangeScore(score: Score): Piece {
  const placed = placeSections(score);
  const text = `${score.title} - ${score.artist} (${score.license})`;
  return {
    ticksPerQuarter: TICKS_PER_QUARTER,
    tempos: [{
      startTicks: 0,
      microsecondsPerQuarter: Math.round(60_000_000 / score.quartersPerMinute),
    }],
    meters: [{ startTicks: 0, ...score.meter }],
    texts: [{ startTicks: 0, text }],
    tracks: SCORE_ROLES.flatMap((role) => {
      const part = score.parts.get(role);
      return part ? [arrangeTrack(placed, role, part)] : [];
    }),
    durationTicks: placed.durationTicks,
  };
}

function arrangeTrack(placed: PlacedScore, role: ScoreRole, part: ScorePart): Track {
  const { name, channel, volume, pan } = SEATS[role];
  const controls: Control[] = [
    { startTicks: 0, controller: VOLUME, value: volume },
    { startTicks: 0, controller: PAN, value: pan },
  ];
  const notes = arrangePart(placed, role, part)
    .map((note) => timeNote(note, placed.score.swing))
    .sort((left, right) => left.startTicks - right.startTicks || left.pitch - right.pitch);
  return { name, channel, program: part.program, notes, controls };
}

function arrangePart(placed: PlacedScore, role: ScoreRole, part: ScorePart): Note[] {
  switch (role) {
    case "melody":
      return arrangeMelody(placed, part);
    case "bass":
      return arrangeBass(placed, part);
    case "chords":
    case "pad":
      return arrangeChords(placed, part, role);
    case "drums":
      return arrangeDrums(placed, part);
  }
}

function timeNote(note: Note, swing: number): Note {
  const startTicks = swingTicks(note.startTicks, swing);
  const endTicks = swingTicks(note.startTicks + note.durationTicks, swing);
  const durationTicks = Math.max(1, Math.round((endTicks - startTicks) * SOUNDING_SHARE));
  return { ...note, startTicks, durationTicks };
}

/** Moves the middle of each beat to where the swing puts it, and all between in proportion. */
function swingTicks(ticks: number, swing: number): number {
  const beat = Math.floor(ticks / TICKS_PER_QUARTER) * TICKS_PER_QUARTER;
  const share = (ticks - beat) / TICKS_PER_QUARTER;
  const swung = share <= 0.5 ? share * 2 * swing : swing + (share - 0.5) * 2 * (1 - swing);
  return beat + Math.round(swung * TICKS_PER_QUARTER);
}
