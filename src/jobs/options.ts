// The options of a blend, with their bounds and defaults.

import { z } from "zod";

const weight = z.number().min(0);

/** Highest quality for each sample rate is a matter of the encoder: 160 kbit/s below 32 kHz. */
export const SAMPLE_RATES_HZ = [22050, 32000, 44100, 48000] as const;

/** Options as a client sends them; unknown keys are refused. */
export const optionsRequestSchema = z.strictObject({
  temperature: z.number().min(0.1).max(2).default(0.8),
  creativity: z.number().min(0).max(1).default(0.7),
  lengthSeconds: z.number().min(15).max(300).default(120),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  weights: z.tuple([weight, weight, weight])
    .refine((weights) => weights.some((value) => value > 0), "must not all be 0")
    .default([1, 1, 1]),
  quality: z.enum(["low", "medium", "high"]).default("high"),
  sampleRate: z.literal(SAMPLE_RATES_HZ).default(44100),
}).meta({ id: "OptionsRequest" });

/** Options as a job keeps them: the seed is always there. */
export const optionsSchema = optionsRequestSchema.extend({
  seed: z.int().min(0).max(4_294_967_295),
}).meta({ id: "Options" });

export type OptionsRequest = z.infer<typeof optionsRequestSchema>;
export type Options = z.infer<typeof optionsSchema>;
