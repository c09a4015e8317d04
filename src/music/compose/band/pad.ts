// The pad: every chord held as long as it lasts.

import { triadOf } from "../learn/chord_function.ts";
import type { Grid } from "../grid.ts";
import type { ChordSpan } from "../harmony.ts";
import { chordIntervals, type Harmony } from "../scale.ts";
import { PLAIN_VELOCITY, type Tone } from "../tone.ts";
import { voiceChord, type VoicingRange } from "./voicing.ts";

const MAX_VOICES = 3;

// Three of four tones may rub when they are held; a triad never does.
function plain({ root, quality }: ChordSpan): Harmony {
  return { root, quality: chordIntervals(quality).length > 3 ? triadOf(quality) : quality };
}

/** Holds the chords of a section in voices that move little; long chords are renewed each bar pair. */
export function playPad(
  harmony: readonly ChordSpan[],
  range: VoicingRange,
  { stepsPerBar }: Grid,
): Tone[] {
  const longest = 2 * stepsPerBar;
  const tones: Tone[] = [];
  let voicing: number[] | undefined;
  for (const span of harmony) {
    voicing = voiceChord(plain(span), voicing, range, "close");
    for (let at = span.step; at < span.step + span.steps; at += longest) {
      const steps = Math.min(longest, span.step + span.steps - at);
      for (const pitch of voicing.slice(0, MAX_VOICES)) {
        tones.push({ step: at, steps, pitch, velocity: PLAIN_VELOCITY, source: span.source });
      }
    }
  }
  return tones;
}
