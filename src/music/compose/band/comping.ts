// The chords as a player strikes them: the strokes of a song on voicings of the new harmony.

import type { Source } from "../composition.ts";
import { type Grid } from "../grid.ts";
import { chordAt, type ChordSpan } from "../harmony.ts";
import type { CompingModel, Stroke } from "../learn/comping_model.ts";
import { temper } from "../learn/sequence_model.ts";
import { likelihood } from "../learn/typical_bars.ts";
import type { Cast } from "../plan/cast.ts";
import { PHRASE_BARS } from "../plan/form.ts";
import type { Knobs } from "../plan/knobs.ts";
import type { Random } from "../random.ts";
import type { Tone } from "../tone.ts";
import { strikeAtChanges } from "./chord_changes.ts";
import { rungOf, voiceChord, type VoicingRange, type VoicingStyle } from "./voicing.ts";

/** What the comping of a letter keeps when it returns: bars of one song to play in turn. */
export type CompingGroove = {
  readonly source: Source;
  readonly bars: readonly (readonly Stroke[])[];
  /** Varies them. */
  readonly other: readonly Stroke[];
};

export type CompingTask = {
  readonly bars: number;
  readonly grid: Grid;
  readonly harmony: readonly ChordSpan[];
  readonly range: VoicingRange;
  readonly style: VoicingStyle;
};

/** How much the typical bars are preferred. */
const EAGERNESS = 3;

/** Draws the strokes of a letter: two bars of the song whose turn it is, and one more. */
export function drawCompingGroove(
  cast: Cast<CompingModel>,
  knobs: Knobs,
  random: Random,
): CompingGroove {
  const source = cast.next();
  const model = cast.modelOf(source);
  const bars = drawBars(model, knobs, random);
  const [other] = drawBars(model, knobs, random);
  return { source, bars, other: other! };
}

function drawBars(
  { bars, typical, fullness }: CompingModel,
  knobs: Knobs,
  random: Random,
): (readonly Stroke[])[] {
  const best = Math.max(...typical);
  const weights = Float64Array.from(typical, (score, i) => {
    const full = Math.min(fullness[i]!, fullness[i + 1] ?? 1);
    return full ** 1.5 * likelihood(score, best, EAGERNESS);
  });
  const first = random.weighted(temper(weights, knobs.temperature));
  return [bars[first]!, bars[first + 1] ?? bars[first]!];
}

/** Plays a groove through the chords of a section. */
export function playComping(groove: CompingGroove, task: CompingTask): Tone[] {
  const { grid, harmony, range, style } = task;
  const strokes = strikeAtChanges(layOut(groove, task), harmony, grid.stepsPerBeat);
  const tones: Tone[] = [];
  let chord: ChordSpan | undefined;
  let voicing: number[] | undefined;
  for (const stroke of strokes) {
    const now = chordAt(harmony, stroke.step);
    if (now !== chord || !voicing) voicing = voiceChord(now, voicing, range, style);
    chord = now;
    const pitches = stroke.rungs.map((rung) => rungOf(voicing!, rung));
    for (const pitch of new Set(pitches.map((pitch) => foldUnder(pitch, range.highest)))) {
      const { step, steps, velocity } = stroke;
      tones.push({ step, steps, pitch, velocity, source: groove.source });
    }
  }
  return endAtNext(tones);
}

// The bars in turn; the third of each phrase is another, so that no bar stays more than twice.
function layOut(
  { bars, other }: CompingGroove,
  { bars: count, grid }: CompingTask,
): Stroke[] {
  return Array.from({ length: count }, (_, bar) => {
    const strokes = bar % PHRASE_BARS === PHRASE_BARS - 2 ? other : bars[bar % bars.length]!;
    const step = bar * grid.stepsPerBar;
    return strokes.map((stroke) => ({ ...stroke, step: stroke.step + step }));
  }).flat();
}

function foldUnder(pitch: number, highest: number): number {
  let folded = pitch;
  while (folded > highest) folded -= 12;
  return folded;
}

// The same pitch struck again ends its first sounding.
function endAtNext(tones: readonly Tone[]): Tone[] {
  const next = new Map<number, number>();
  return tones.toReversed().map((tone) => {
    const end = Math.min(tone.step + tone.steps, next.get(tone.pitch) ?? Infinity);
    next.set(tone.pitch, tone.step);
    return { ...tone, steps: end - tone.step };
  }).toReversed();
}
