import type { Note } from "../midi/piece.ts";
import type { PlacedScore, PlacedSection } from "./place_sections.ts";
import type { ScorePart } from "./score.ts";
import { strokeVelocity } from "./stroke_velocity.ts";

/** Semitones above the middle of the tune that make a note one step louder. */
const SEMITONES_PER_STEP = 2;
const MAX_CONTOUR = 7;

/** Plays the tune, high notes a little louder; a pickup cuts off what still sounds before it. */
export function arrangeMelody(placed: PlacedScore, part: ScorePart): Note[] {
  const notes: Note[] = [];
  for (const section of placed.sections) {
    if (section.silent.has("melody")) continue;
    const played = playSection(placed, section, part);
    const startTicks = played[0]?.startTicks ?? section.startTicks;
    cutOff(notes, startTicks);
    notes.push(...played);
  }
  return notes;
}

function playSection(placed: PlacedScore, section: PlacedSection, part: ScorePart): Note[] {
  const middle = section.melody.reduce((sum, { pitch }) => sum + pitch, 0) / section.melody.length;
  return section.melody.map(({ startTicks, durationTicks, pitch }) => {
    const contour = (pitch - middle) / SEMITONES_PER_STEP;
    const velocity = part.velocity + Math.max(-MAX_CONTOUR, Math.min(MAX_CONTOUR, contour));
    return {
      startTicks: section.startTicks + startTicks,
      durationTicks,
      pitch: pitch + 12 * (part.octaves + section.octaves),
      velocity: strokeVelocity(placed, startTicks, { velocity, loudness: section.loudness }),
    };
  });
}

function cutOff(notes: Note[], endTicks: number): void {
  while (notes.length > 0 && notes.at(-1)!.startTicks >= endTicks) notes.pop();
  const last = notes.pop();
  if (!last) return;
  const durationTicks = Math.min(last.durationTicks, endTicks - last.startTicks);
  notes.push({ ...last, durationTicks });
}
