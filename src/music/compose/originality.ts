// Keeps a line from quoting a song: no run of (interval, time) tokens longer than the cap may agree
// with any of them. Runs of one repeated pitch belong to nobody.

import type { Tone } from "./tone.ts";

/** Notes of a line as far as a quotation is heard. */
export type Sounding = { readonly step: number; readonly pitch: number };

export type CopyGuard = {
  /** Whether the last tokens of a line quote a song beyond the cap. */
  isCopy(line: readonly Sounding[]): boolean;
  /** Notes that can matter before the next one. */
  readonly memory: number;
};

/** Forbids every run of `longest` + 1 tokens of the lines. */
export function createCopyGuard(
  lines: readonly (readonly Sounding[])[],
  longest: number,
): CopyGuard {
  const length = longest + 1;
  const forbidden = new Set<string>();
  for (const line of lines) {
    const tokens = tokensOf(line);
    for (let i = length; i <= tokens.length; i++) {
      const run = tokens.slice(i - length, i);
      if (run.some((token) => !isRepeat(token))) forbidden.add(run.join(" "));
    }
  }
  return {
    isCopy: (line) =>
      line.length > length && forbidden.has(tokensOf(line.slice(-length - 1)).join(" ")),
    memory: length,
  };
}

/** Gives each note that would complete a quotation the first of its alternatives that does not. */
export function avoidCopies(
  tones: readonly Tone[],
  guard: CopyGuard,
  before: readonly Sounding[],
  alternatives: (tone: Tone) => readonly number[],
): Tone[] {
  const line: Sounding[] = [...before];
  const kept: Tone[] = [];
  for (const tone of tones) {
    const isFree = (pitch: number) =>
      !guard.isCopy([...line.slice(-guard.memory), { ...tone, pitch }]);
    const pitch = isFree(tone.pitch) ? tone.pitch : alternatives(tone).find(isFree);
    // A note that nothing can save is left out; its silence breaks the quotation.
    if (pitch === undefined) continue;
    line.push({ step: tone.step, pitch });
    kept.push({ ...tone, pitch });
  }
  return kept;
}

function tokensOf(line: readonly Sounding[]): string[] {
  return line.slice(1).map(({ step, pitch }, i) =>
    `${pitch - line[i]!.pitch}:${step - line[i]!.step}`
  );
}

function isRepeat(token: string): boolean {
  return token.startsWith("0:");
}
