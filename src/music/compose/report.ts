// What is told of a finished piece: what was asked, what was made, and what came from which song.

import { keyName } from "../analyse/key_name.ts";
import { leaderOf } from "./plan/blend.ts";
import type {
  ComposeOptions,
  ComposeReport,
  LongestRuns,
  SectionReport,
  Shares,
  Source,
  Sources,
} from "./composition.ts";
import type { SectionPlan } from "./plan/form.ts";
import type { PartName } from "./plan/instruments.ts";
import { inKeyOf } from "./plan/key_plan.ts";
import type { Sounding } from "./originality/line_tokens.ts";
import { type PlayedNote, TICKS_PER_STEP } from "./band/perform.ts";
import { longestSharedRun } from "./originality/shared_runs.ts";
import { songLines } from "./originality/song_lines.ts";
import type { Studio } from "./studio.ts";

/** Another version may make another piece of the same songs, options and seed. */
const ENGINE = "orpheus 0.2";

/** The notes of every part, in the order of the tracks. */
export type PlayedParts = ReadonlyMap<PartName, readonly PlayedNote[]>;

export type Finished = {
  readonly studio: Studio;
  readonly form: readonly SectionPlan[];
  readonly played: PlayedParts;
  readonly sources: Sources;
  readonly options: ComposeOptions;
};

/** Reports on a finished piece. */
export function reportOn({ studio, form, played, sources, options }: Finished): ComposeReport {
  const { mode, tonic, grid, duration } = studio;
  return {
    engine: ENGINE,
    options: withKeyName(options),
    key: keyName({ tonic, mode }),
    tempoBpm: Math.round(duration.tempoBpm * 100) / 100,
    meter: `${grid.numerator}/${grid.denominator}`,
    form: form.map(({ name }) => name).join(" "),
    bars: duration.bars,
    secondsPerBar: duration.secondsPerBar,
    shares: sharesOf([...played.values()].flat()),
    roles: [...played].map(([role, notes]) => ({
      role,
      notes: notes.length,
      shares: sharesOf(notes),
    })),
    sections: form.map((plan) => describeSection(plan, studio, played)),
    longestRuns: auditRuns(studio, played, sources),
  };
}

function withKeyName({ key, ...others }: ComposeOptions): ComposeReport["options"] {
  return key ? { ...others, key: keyName(key) } : others;
}

function sharesOf(notes: readonly PlayedNote[]): Shares {
  const share = (source: Source) =>
    notes.filter((note) => note.source === source).length / Math.max(1, notes.length);
  return [share(0), share(1), share(2)];
}

function describeSection(
  plan: SectionPlan,
  studio: Studio,
  played: PlayedParts,
): SectionReport {
  const isInside = ({ bar }: PlayedNote) => bar >= plan.startBar && bar < plan.startBar + plan.bars;
  const inside = [...played].map(([role, notes]) => [role, notes.filter(isInside)] as const)
    .filter(([, notes]) => notes.length > 0);
  return {
    name: plan.name,
    letter: plan.letter,
    startBar: plan.startBar,
    bars: plan.bars,
    key: keyName(inKeyOf(studio, plan.letter)),
    shares: sharesOf(inside.flatMap(([, notes]) => notes)),
    leaders: Object.fromEntries(inside.map(([role, notes]) => [role, leaderOf(sharesOf(notes))])),
  };
}

// A song without weight is no source: nothing of it is looked at.
function auditRuns(
  { materials, knobs }: Studio,
  played: PlayedParts,
  sources: Sources,
): LongestRuns {
  const known = sources.map((song, source) =>
    materials.some((material) => material.source === source) ? songLines(song) : []
  );
  const runsOf = (part: PartName) => {
    const line = soundings(played.get(part) ?? []);
    const run = (source: Source) => longestSharedRun(line, known[source]!);
    return [run(0), run(1), run(2)] as const;
  };
  return { bound: knobs.longestCopy, melody: runsOf("melody"), bass: runsOf("bass") };
}

function soundings(notes: readonly PlayedNote[]): Sounding[] {
  return notes.toSorted((a, b) => a.startTicks - b.startTicks)
    .map(({ startTicks, pitch }) => ({ step: Math.round(startTicks / TICKS_PER_STEP), pitch }));
}
