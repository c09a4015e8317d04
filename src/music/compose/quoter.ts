// Listens to melody, counter-melody and bass of the whole piece and lets none of them quote a song.

import type { Analysis, Role } from "../analyse/analysis.ts";
import type { Sources } from "./composition.ts";
import type { SectionPlan } from "./form.ts";
import type { PartName } from "./instruments.ts";
import { MAX_LEARNT_NOTES, partOf } from "./material.ts";
import { avoidCopies, createCopyGuard, type Sounding } from "./originality.ts";
import { scaleOf, toPitch } from "./scale.ts";
import { stageFor } from "./part_stage.ts";
import type { Section } from "./section.ts";
import type { Studio } from "./studio.ts";
import type { Tone } from "./tone.ts";
import { degreeNear, isChordTone, isStrong, soundOf, type Stage } from "./tune.ts";

export type Quoter = { check(section: Section, plan: SectionPlan): Section };

const LINES: readonly PartName[] = ["melody", "counter", "bass"];
const ALTERNATIVES = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 7, -7];

/** Knows the lines of the songs that have weight, as they are and as the piece hears them. */
export function createQuoter(studio: Studio, sources: Sources): Quoter {
  const guard = createCopyGuard(linesOf(studio, sources), studio.knobs.longestCopy);
  const heard = new Map<PartName, Sounding[]>();
  return {
    check: (section, plan) => {
      const parts = { ...section.parts };
      const origin = plan.startBar * studio.grid.stepsPerBar;
      for (const part of LINES) {
        const tones = parts[part];
        if (!tones) continue;
        const before = (heard.get(part) ?? []).map((note) => ({
          ...note,
          step: note.step - origin,
        }));
        const stage = stageFor(studio, section.harmony, part);
        const kept = avoidCopies(tones, guard, before, (tone) => alternativesTo(tone, stage));
        parts[part] = kept;
        heard.set(
          part,
          [...before, ...kept].slice(-guard.memory)
            .map(({ step, pitch }) => ({ step: step + origin, pitch })),
        );
      }
      return { ...section, parts };
    },
  };
}

function linesOf({ materials, mode }: Studio, sources: Sources): Sounding[][] {
  return materials.flatMap(({ source, melody, bass }) => [
    ...[melody, bass].map((line) =>
      line.map((note) => ({ step: note.step, pitch: toPitch(note, scaleOf(mode), 0) }))
    ),
    lineOf(sources[source], "melody"),
    lineOf(sources[source], "bass"),
  ]);
}

function lineOf(song: Analysis, role: Role): Sounding[] {
  return (partOf(song, role)?.notes ?? []).slice(0, MAX_LEARNT_NOTES)
    .map(({ startStep, pitch }) => ({ step: startStep, pitch }));
}

// Scale tones around the note; where it is felt, those of the chord first.
function alternativesTo(tone: Tone, stage: Stage): number[] {
  const { position } = degreeNear(tone.pitch, tone.step, stage);
  const pitches = ALTERNATIVES
    .map((shift) => soundOf({ position: position + shift, alter: 0 }, tone.step, stage))
    .filter((pitch) => pitch >= stage.lowest && pitch <= stage.highest);
  if (!isStrong(tone, stage)) return pitches;
  const isFit = (pitch: number) => isChordTone(pitch, tone.step, stage);
  return [...pitches.filter(isFit), ...pitches.filter((pitch) => !isFit(pitch))];
}
