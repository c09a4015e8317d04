// What a composer tells of a blend once it is composed: what was made, what came from which song,
// and enough to make it again. The embedded engine tells this; another service may tell anything.

import { z } from "zod";
import { optionsSchema } from "./options.ts";

/** Of the three songs, in their order. */
const three = <T extends z.ZodType>(of: T) => z.tuple([of, of, of]);

const shares = three(z.number().min(0).max(1));
const role = z.enum(["melody", "counter", "chords", "pad", "bass", "drums"]);
const runs = three(z.int().min(0));

/** The report of the embedded engine. */
export const blendReportSchema = z.object({
  /** Name and version: with it, the songs and the options the same MIDI is made again. */
  engine: z.string(),
  options: optionsSchema.pick({
    temperature: true,
    creativity: true,
    lengthSeconds: true,
    seed: true,
    weights: true,
  }).extend({
    key: z.string().optional(),
    tempoBpm: z.number().optional(),
    roleWeights: optionsSchema.shape.roleWeights.unwrap().optional(),
  }),
  key: z.string(),
  tempoBpm: z.number(),
  meter: z.string(),
  /** The names of the sections, as they follow each other. */
  form: z.string(),
  bars: z.int(),
  secondsPerBar: z.number(),
  /** Of all notes. */
  shares,
  roles: z.array(z.object({ role, notes: z.int(), shares })),
  sections: z.array(z.object({
    /** `intro`, `A`, `A'`, `outro`. */
    name: z.string(),
    letter: z.string(),
    startBar: z.int(),
    bars: z.int(),
    key: z.string(),
    shares,
    /** From which song, 0–2, most notes of a role came. */
    leaders: z.partialRecord(role, z.int().min(0).max(2)),
  })),
  /** Tokens, each an interval and the time to the next note, shared in a row with each song. */
  longestRuns: z.object({ bound: z.int(), melody: runs, bass: runs }),
  /** The MIDI files it was made of. */
  songs: three(z.object({
    sha256: z.string(),
    key: z.string(),
    tempoBpm: z.number(),
    bars: z.int(),
  })),
}).meta({ id: "BlendReport" });

/** Any report: what a service tells is kept as it is. */
export const reportSchema = z.union([blendReportSchema, z.record(z.string(), z.unknown())]);

export type BlendReport = z.infer<typeof blendReportSchema>;
export type Report = Readonly<Record<string, unknown>>;
