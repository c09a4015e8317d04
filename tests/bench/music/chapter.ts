// A part of the report: what was found, and how it stands to what was promised.

export type Goal = {
  readonly name: string;
  readonly target: string;
  readonly found: string;
  readonly isMet: boolean;
};

export type Chapter = {
  readonly title: string;
  readonly goals: readonly Goal[];
  /** A table; its first row is the head. */
  readonly rows: readonly (readonly string[])[];
  readonly remarks?: readonly string[];
};

/** Whole per cent. */
export function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`;
}
