// A line as tokens of interval and time, which stay the same when it is transposed.

/** Notes of a line as far as a quotation is heard; steps are sixteenths. */
export type Sounding = { readonly step: number; readonly pitch: number };

/** From one note to the next: its interval and inter-onset time as one number. */
export type LineToken = number;

const MAX_IOI = 1 << 16;

/** The tokens of a line, one fewer than its notes. */
export function tokensOf(line: readonly Sounding[]): LineToken[] {
  return line.slice(1).map((note, i) => tokenBetween(line[i]!, note));
}

export function tokenBetween(from: Sounding, to: Sounding): LineToken {
  return (to.pitch - from.pitch) * MAX_IOI + Math.min(MAX_IOI - 1, to.step - from.step);
}

/** Whether a token stays on its pitch: such runs belong to nobody. */
export function isRepeat(token: LineToken): boolean {
  return token >= 0 && token < MAX_IOI;
}
