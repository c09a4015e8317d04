// How loud the sounds of the SoundFont are beside each other.

/**
 * Decibels that bring a General MIDI program to the loudness of the others. Measured on
 * FluidR3Mono: the integrated loudness (ITU-R BS.1770) of quarter notes at velocity 90 through
 * C4 E4 G4 C5, of basses through A1 C2 E2 G2, against -29 LUFS.
 */
export function programGainDb(program: number): number {
  return PROGRAM_GAINS_DB[program] ?? 0;
}

// deno-fmt-ignore
const PROGRAM_GAINS_DB: readonly number[] = [
  4, 6, 4, 6, -1, 4, 4, 4, // pianos
  4, 3, 0, 2, 4, 8, 0, 8, // mallets and bells
  3, -3, 1, 1, 2, 4, 2, 3, // organs
  5, 6, 0, 0, 7, 0, -2, -2, // guitars
  -1, -2, -1, -1, 2, 1, 3, -6, // basses
  1, 1, 2, 3, 0, 3, 3, 9, // strings
  2, -1, -3, -5, 2, 0, 2, 3, // ensembles
  -2, -7, -2, -4, -1, -3, 2, 3, // brass
  -1, -2, 1, 1, -1, 4, 1, 0, // reeds
  0, -1, -3, 0, -2, -3, -7, -4, // pipes
  -5, -4, 2, -1, -3, -3, 5, -1, // leads
  -1, 8, 4, -2, -1, -6, 1, -4, // pads
  -3, 4, 6, 2, -1, 2, 2, 0, // effects
  3, 2, 10, 3, 5, -4, 1, -3, // of the world
];

/** The same of the drum kit that a program names: bass drum, snare and hi-hat, against -32 LUFS. */
export function kitGainDb(program: number): number {
  return KIT_GAINS_DB[program] ?? 0;
}

const KIT_GAINS_DB: Readonly<Record<number, number>> = { 0: 3, 8: -1, 16: -3, 25: -9, 32: -1 };
