import type { Options } from "./options.ts";

/** What of the options decides how much there is to do. */
export type WorkOptions = Pick<Options, "lengthSeconds" | "outputs" | "sections">;

const TYPICAL_STEMS = 6;
const TYPICAL_LOOP_SECONDS = 16;

/** Seconds of sound to be rendered for a blend, in all of its files: converting goes by it. */
export function soundSeconds({ lengthSeconds, outputs, sections }: WorkOptions): number {
  const wav = outputs.includes("wav") ? 1 : 0;
  const stems = outputs.includes("stems") ? TYPICAL_STEMS : 0;
  return (1 + wav + stems) * lengthSeconds + sections.length * TYPICAL_LOOP_SECONDS;
}
