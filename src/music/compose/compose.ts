// The composer: plans the piece, then plays it section by section and yields the bars as they come.

import type { Note, Piece } from "../midi/piece.ts";
import type {
  BarNote,
  ComposedBars,
  ComposeOptions,
  ComposeReport,
  Composition,
  Sources,
} from "./composition.ts";
import { castLetters } from "./plan/casting.ts";
import { planForm, type SectionPlan } from "./plan/form.ts";
import type { PartName } from "./plan/instruments.ts";
import { layersOf } from "./plan/layers.ts";
import { inKeyOf } from "./plan/key_plan.ts";
import { composeLetter, type Letter } from "./letter.ts";
import { createQuoter } from "./originality/quoter.ts";
import { perform, type PlayedNote, TICKS_PER_QUARTER, TICKS_PER_STEP } from "./band/perform.ts";
import { reportOn } from "./report.ts";
import { reportTexts } from "./report_texts.ts";
import { playSection } from "./section.ts";
import { openStudio, type Studio } from "./studio.ts";
import { createTrack, describeTrack, orderParts } from "./band/tracks.ts";

/** Bars are yielded in groups of at most so many. */
export const MAX_BARS_PER_YIELD = 4;

/** Composes a piece from three songs; the same songs, options and seed give the same piece. */
export function* compose(
  sources: Sources,
  options: ComposeOptions,
): Generator<ComposedBars, Composition, void> {
  const studio = openStudio(sources, options);
  const { duration } = studio;
  const form = planForm(duration.bars, studio.formLeader.sections);
  const parts = orderParts(new Set(form.flatMap(layersOf)));
  const played = new Map<PartName, PlayedNote[]>(parts.map((part) => [part, []]));
  const play = createSectionPlayer(studio, form, sources);
  for (const plan of form) {
    const section = play(plan);
    for (const part of parts) played.get(part)!.push(...section.get(part) ?? []);
    for (let bar = 0; bar < plan.bars; bar += MAX_BARS_PER_YIELD) {
      const startBar = plan.startBar + bar;
      const bars = Math.min(MAX_BARS_PER_YIELD, plan.bars - bar);
      yield {
        startBar,
        bars,
        secondsPerBar: duration.secondsPerBar,
        ...(startBar === 0
          ? { tracks: parts.map((part) => describeTrack(part, studio.instruments)) }
          : {}),
        notes: barNotes(section, parts, { startBar, bars }, duration.microsecondsPerQuarter),
      };
    }
  }
  const report = reportOn({ studio, form, played, sources, options });
  return { piece: assemble(studio, played, report), report };
}

type SectionNotes = ReadonlyMap<PartName, readonly PlayedNote[]>;

function createSectionPlayer(
  studio: Studio,
  form: readonly SectionPlan[],
  sources: Sources,
): (plan: SectionPlan) => SectionNotes {
  const letters = new Map<string, Letter>();
  const casts = castLetters(studio, form);
  const quoter = createQuoter(studio, sources);
  const letterOf = (name: string): Letter => {
    const known = letters.get(name);
    if (known) return known;
    const bars = Math.max(...form.filter(({ letter }) => letter === name).map((plan) => plan.bars));
    const letter = composeLetter(inKeyOf(studio, name), casts.get(name)!, { name, bars });
    letters.set(name, letter);
    return letter;
  };
  return (plan) => {
    const letter = letterOf(plan.letter);
    const section = quoter.check(playSection(inKeyOf(studio, letter.name), letter, plan), plan);
    const entries = Object.entries(section.parts) as [PartName, typeof section.parts.melody][];
    return new Map(entries.map(([part, tones]) => [
      part,
      perform(part, tones ?? [], {
        plan,
        grid: studio.grid,
        swing: studio.feel.swing,
      }, studio.random.fork("perform", part, plan.startBar)),
    ]));
  };
}

function barNotes(
  section: SectionNotes,
  parts: readonly PartName[],
  { startBar, bars }: { startBar: number; bars: number },
  microsecondsPerQuarter: number,
): BarNote[] {
  const seconds = (ticks: number) =>
    Math.round(ticks * microsecondsPerQuarter / TICKS_PER_QUARTER) / 1e6;
  return parts.flatMap((part, track) =>
    (section.get(part) ?? [])
      .filter(({ bar }) => bar >= startBar && bar < startBar + bars)
      .map((note): BarNote => [
        seconds(note.startTicks),
        seconds(note.durationTicks),
        note.pitch,
        note.velocity,
        track,
        note.source,
      ])
  );
}

function assemble(
  { grid, duration, instruments }: Studio,
  played: SectionNotes,
  report: ComposeReport,
): Piece {
  const plain = ({ startTicks, durationTicks, pitch, velocity }: Note): Note => ({
    startTicks,
    durationTicks,
    pitch,
    velocity,
  });
  return {
    ticksPerQuarter: TICKS_PER_QUARTER,
    tracks: [...played].map(([part, notes], i) =>
      createTrack(part, i, instruments, notes.map(plain))
    ),
    tempos: [{ startTicks: 0, microsecondsPerQuarter: duration.microsecondsPerQuarter }],
    meters: [{ startTicks: 0, numerator: grid.numerator, denominator: grid.denominator }],
    texts: reportTexts(report),
    durationTicks: duration.bars * grid.stepsPerBar * TICKS_PER_STEP,
  };
}
