// The options of a blend, with their bounds and defaults.

import { z } from "zod";
import { ROLES } from "../ml/schema.ts";

const weight = z.number().min(0);
const weightsSchema = z.tuple([weight, weight, weight]);

/** Highest quality for each sample rate is a matter of the encoder: 160 kbit/s below 32 kHz. */
export const SAMPLE_RATES_HZ = [22050, 32000, 44100, 48000] as const;

/** Sections that can be asked for as a loop. */
export const SECTION_LETTERS = ["A", "B", "C", "D"] as const;

/** Files beside the MIDI and the MP3 that can be asked for. */
export const FURTHER_OUTPUTS = ["wav", "stems"] as const;

const requestSchema = z.strictObject({
  temperature: z.number().min(0.1).max(2).default(0.8),
  creativity: z.number().min(0).max(1).default(0.7),
  lengthSeconds: z.number().min(15).max(300).default(120),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  weights: weightsSchema
    .refine((weights) => weights.some((value) => value > 0), "must not all be 0")
    .default([1, 1, 1]),
  quality: z.enum(["low", "medium", "high"]).default("high"),
  sampleRate: z.literal(SAMPLE_RATES_HZ).default(44100),
  key: z.string().regex(/^[A-G][b#]? (major|minor)$/).nullable().default(null),
  tempoBpm: z.number().min(40).max(240).nullable().default(null),
  roleWeights: z.strictObject({
    harmony: weightsSchema.exactOptional(),
    groove: weightsSchema.exactOptional(),
    bass: weightsSchema.exactOptional(),
    melody: weightsSchema.exactOptional(),
  }).default({}),
  sections: setOf(z.enum(SECTION_LETTERS)),
  outputs: setOf(z.enum(FURTHER_OUTPUTS)),
});

/** Options as a client sends them; unknown keys are refused. */
export const optionsRequestSchema = requestSchema
  .superRefine(({ weights, roleWeights }, context) => {
    for (const role of ROLES) {
      if (roleWeights[role]?.every((value, song) => value === 0 || weights[song] === 0)) {
        const message = "must leave the role a song that weights count too";
        context.addIssue({ code: "custom", path: ["roleWeights", role], message });
      }
    }
  })
  .meta({ id: "OptionsRequest" });

/** Options as a job keeps them: the seed is always there. */
export const optionsSchema = requestSchema.extend({
  seed: z.int().min(0).max(4_294_967_295),
}).meta({ id: "Options" });

export type OptionsRequest = z.infer<typeof optionsRequestSchema>;
export type Options = z.infer<typeof optionsSchema>;

const DEFAULTS = optionsRequestSchema.parse({});

/** Options as a job was stored with them; those that came later have their defaults. */
export function withDefaults(stored: Pick<Options, "seed"> & Partial<Options>): Options {
  return { ...DEFAULTS, ...stored };
}

/** Whether an option asks for anything: null and what is empty do not. */
export function isSet(value: Options[keyof Options] | undefined): boolean {
  if (typeof value !== "object") return value !== undefined;
  return value !== null && Object.keys(value).length > 0;
}

function setOf<T extends z.ZodEnum>(member: T) {
  return z.array(member)
    .refine((values) => new Set(values).size === values.length, "must not repeat a value")
    .default([])
    .meta({ uniqueItems: true });
}
