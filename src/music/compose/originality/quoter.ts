// Listens to melody, counter-melody and bass of the whole piece and lets none of them quote a song.

import { avoidCopies, type Choice, type Hearing } from "./avoid_copies.ts";
import type { Sources } from "../composition.ts";
import { createCopyGuard } from "./copy_guard.ts";
import type { SectionPlan } from "../plan/form.ts";
import type { PartName } from "../plan/instruments.ts";
import type { Sounding } from "./line_tokens.ts";
import { inKeyOf } from "../plan/key_plan.ts";
import { stageFor } from "../part_stage.ts";
import { scaleOf, toPitch } from "../scale.ts";
import type { Section } from "../section.ts";
import { songLines } from "./song_lines.ts";
import type { Studio } from "../studio.ts";
import type { Tone } from "../tone.ts";
import { degreeNear, isChordTone, isStrong, soundOf, type Stage } from "../tune/tune.ts";

export type Quoter = { check(section: Section, plan: SectionPlan): Section };

const LINES: readonly PartName[] = ["melody", "counter", "bass"];

/** Knows the lines of the songs that have weight, as they are and as the piece hears them. */
export function createQuoter(studio: Studio, sources: Sources): Quoter {
  const guard = createCopyGuard(knownLines(studio, sources), studio.knobs.longestCopy);
  const heard = new Map<PartName, Hearing>();
  return {
    check: (section, plan) => {
      const parts = { ...section.parts };
      const origin = plan.startBar * studio.grid.stepsPerBar;
      for (const part of LINES) {
        const tones = parts[part];
        if (!tones) continue;
        const stage = stageFor(inKeyOf(studio, plan.letter), section.harmony, part);
        const end = plan.isLast ? tones.at(-1)?.step : undefined;
        const kept = avoidCopies(tones, {
          guard,
          before: movedBy(-origin, heard.get(part) ?? { match: guard.silence, last: undefined }),
          choices: (tone) => tone.step === end ? [] : choicesFor(tone, stage),
          reach: studio.knobs.longestCopy,
        });
        parts[part] = kept.tones;
        heard.set(part, movedBy(origin, kept.heard));
      }
      return { ...section, parts };
    },
  };
}

function knownLines({ materials, mode }: Studio, sources: Sources): (readonly Sounding[])[] {
  return materials.flatMap(({ source, melody, bass }) => [
    ...[melody, bass].map((line) =>
      line.map((note) => ({ step: note.step, pitch: toPitch(note, scaleOf(mode), 0) }))
    ),
    ...songLines(sources[source]),
  ]);
}

function movedBy(steps: number, { match, last }: Hearing): Hearing {
  return { match, last: last && { ...last, step: last.step + steps } };
}

const SHIFTS = [1, -1, 2, -2, 3, -3, 4, -4];
const SILENCE: Choice = { pitch: undefined, cost: 4 };
/** A note that is felt should agree with the chord. */
const STRANGER_COST = { strong: 3, weak: 0.5 };

// Scale tones around the note, the nearest first; silence rather than a strong stranger far away.
function choicesFor(tone: Tone, stage: Stage): Choice[] {
  const { position } = degreeNear(tone.pitch, tone.step, stage);
  const stranger = STRANGER_COST[isStrong(tone, stage) ? "strong" : "weak"];
  const choices = SHIFTS.map((shift): Choice & { pitch: number } => {
    const pitch = soundOf({ position: position + shift, alter: 0 }, tone.step, stage);
    const isFit = isChordTone(pitch, tone.step, stage);
    return { pitch, cost: 0.7 + 0.3 * Math.abs(shift) + (isFit ? 0 : stranger) };
  });
  const { lowest, highest } = stage;
  return [...choices.filter(({ pitch }) => pitch >= lowest && pitch <= highest), SILENCE];
}
