// What is to be rendered of a blend beside its MP3: one call each, in the order they are made.

import type { RenderRequest } from "../ml/schema.ts";
import { sectionsReportSchema } from "../ml/schema.ts";
import type { NewFile } from "./job_store.ts";
import { type Options, SECTION_LETTERS } from "./options.ts";
import type { Report } from "./report.ts";

/** A track of the MIDI that has notes; `index` counts all of its tracks. */
export type SoundingTrack = { readonly index: number; readonly name: string };

export type PlannedOutput = {
  readonly file: Pick<NewFile, "kind" | "name">;
  /** As people are told of it, after "The". */
  readonly label: string;
  /** What a service is asked, or why it need not be asked. */
  readonly render: RenderRequest["options"] | { readonly problem: string };
};

export type BlendFacts = {
  readonly tracks: readonly SoundingTrack[];
  /** Null where the composer told nothing. */
  readonly report: Report | null;
};

/** A blend of ours has six. */
export const MAX_STEMS = 16;
/** MIDI, MP3, WAV, stems and loops. */
export const MAX_FILES_PER_JOB = 3 + MAX_STEMS + SECTION_LETTERS.length;
/** As long as a service may be asked for. */
const MAX_LOOP_BARS = 64;
const MAX_NAME_LENGTH = 40;

/** What the options ask for, of this piece. */
export function planOutputs(options: Options, facts: BlendFacts): PlannedOutput[] {
  const { outputs, quality, sampleRate } = options;
  const sound = { quality, sample_rate: sampleRate } as const;
  return [
    ...(outputs.includes("wav") ? [wholeWav(sound)] : []),
    ...(outputs.includes("stems") ? planStems(facts.tracks, sound) : []),
    ...options.sections.map((letter) => planLoop(letter, facts.report, sound)),
  ];
}

type Sound = Pick<RenderRequest["options"], "quality" | "sample_rate">;

function wholeWav(sound: Sound): PlannedOutput {
  return { file: { kind: "wav", name: null }, label: "WAV", render: { format: "wav", ...sound } };
}

function planStems(tracks: readonly SoundingTrack[], sound: Sound): PlannedOutput[] {
  const names = distinctNames(tracks);
  return tracks.map(({ index }, position) => ({
    file: { kind: "stem", name: names[position]! },
    label: `stem "${names[position]}"`,
    render: position < MAX_STEMS
      ? { format: "mp3", ...sound, track: index }
      : { problem: `a blend has at most ${MAX_STEMS} of them` },
  }));
}

/** Each as in the MIDI, in words that fit a file's name; those that are alike get numbers. */
function distinctNames(tracks: readonly SoundingTrack[]): string[] {
  const taken = new Set<string>();
  return tracks.map(({ index, name }) => {
    const plain = name.toWellFormed().replace(/[\p{C}\p{Z}]+/gu, " ").trim();
    const base = [...plain].slice(0, MAX_NAME_LENGTH).join("") || `Track ${index + 1}`;
    let distinct = base;
    for (let number = 2; taken.has(distinct); number++) distinct = `${base} ${number}`;
    taken.add(distinct);
    return distinct;
  });
}

function planLoop(letter: string, report: Report | null, sound: Sound): PlannedOutput {
  return {
    file: { kind: "loop", name: letter },
    label: `loop of section ${letter}`,
    render: loopOf(letter, report, sound),
  };
}

function loopOf(letter: string, report: Report | null, sound: Sound): PlannedOutput["render"] {
  const told = sectionsReportSchema.safeParse(report);
  if (!told.success) return { problem: "the composer did not tell of its sections" };
  // An intro is made of a section and bears its letter, but not its name.
  const section = told.data.sections
    .find((section) => section.letter === letter && (section.name ?? letter).startsWith(letter));
  if (!section) return { problem: "the piece has no such section" };
  if (section.bars > MAX_LOOP_BARS) return { problem: `it has more than ${MAX_LOOP_BARS} bars` };
  return { format: "wav", ...sound, loop: { start_bar: section.startBar, bars: section.bars } };
}
