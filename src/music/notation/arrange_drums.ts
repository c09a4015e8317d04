import type { Note } from "../midi/piece.ts";
import type { PlacedScore, PlacedSection } from "./place_sections.ts";
import { placeStrokes } from "./place_strokes.ts";
import type { Pattern, ScorePart, ScoreStyle } from "./score.ts";
import { strokeVelocity } from "./stroke_velocity.ts";

const CRASH = 49;
const MAX_STROKE_TICKS = 120;

/** Plays the drum patterns; a crash answers each fill. */
export function arrangeDrums(placed: PlacedScore, part: ScorePart): Note[] {
  return placed.sections.filter(({ silent }) => !silent.has("drums")).flatMap((section) => {
    const notes = drumsOf(section).flatMap((pitch) =>
      placeStrokes(placed, section, (style) => patternOf(style, pitch)).map((stroke) => ({
        startTicks: stroke.startTicks,
        durationTicks: Math.min(stroke.durationTicks, MAX_STROKE_TICKS),
        pitch,
        velocity: strokeVelocity(placed, stroke.startTicks, { ...part, ...section, ...stroke }),
      }))
    );
    return [...crashOf(placed, section, part), ...notes];
  });
}

function drumsOf({ style, fill }: PlacedSection): number[] {
  return [...new Set([...style.drums, ...fill?.drums ?? []].map(({ pitch }) => pitch))];
}

/** A drum that a style with drums does not name is silent in it. */
function patternOf({ drums }: ScoreStyle, pitch: number): Pattern | undefined {
  return drums.find((drum) => drum.pitch === pitch)?.pattern ??
    (drums.length > 0 ? [[]] : undefined);
}

function crashOf(placed: PlacedScore, section: PlacedSection, part: ScorePart): Note[] {
  const { startTicks, followsFill, loudness } = section;
  if (!followsFill || patternOf(section.style, CRASH)?.[0]?.[0]?.startTicks === 0) return [];
  const velocity = strokeVelocity(placed, startTicks, { velocity: part.velocity, loudness });
  return [{ startTicks, durationTicks: MAX_STROKE_TICKS, pitch: CRASH, velocity }];
}
