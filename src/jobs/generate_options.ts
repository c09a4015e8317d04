import type { GenerateRequest } from "../ml/schema.ts";
import type { Options } from "./options.ts";

/** Options of a blend as an ML service gets them; those that nobody set it need not know. */
export function generateOptions(options: Options): GenerateRequest["options"] {
  const { key, tempoBpm, roleWeights } = options;
  return {
    temperature: options.temperature,
    creativity: options.creativity,
    length_seconds: options.lengthSeconds,
    seed: options.seed,
    weights: options.weights,
    ...(key === null ? {} : { key }),
    ...(tempoBpm === null ? {} : { tempo_bpm: tempoBpm }),
    ...(Object.keys(roleWeights).length === 0 ? {} : { role_weights: roleWeights }),
  };
}
