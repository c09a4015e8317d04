// What General MIDI programs, and names of tracks, say about the role of an instrument.

export type Leaning = { readonly melody: number; readonly bass: number };

/** From the first program of each row on: how much an instrument leans to melody and to bass, -1 to 1. */
const LEANINGS: readonly (readonly [fromProgram: number, leaning: Leaning])[] = [
  [0, { melody: 0.1, bass: 0 }], // pianos
  [8, { melody: 0.2, bass: -0.5 }], // bells and mallets
  [16, { melody: 0, bass: 0 }], // organs
  [21, { melody: 0.3, bass: -0.3 }], // accordion, harmonica
  [24, { melody: 0, bass: -0.2 }], // guitars
  [32, { melody: -1, bass: 1 }], // basses
  [40, { melody: 0.4, bass: -0.5 }], // violin, viola
  [42, { melody: 0, bass: 0.3 }], // cello, double bass
  [44, { melody: -0.2, bass: 0 }], // tremolo, pizzicato, harp
  [48, { melody: 0, bass: -0.1 }], // ensembles
  [52, { melody: 0.2, bass: -0.2 }], // choirs
  [55, { melody: -0.5, bass: -0.5 }], // orchestra hit
  [56, { melody: 0.4, bass: -0.3 }], // trumpet, trombone
  [58, { melody: 0, bass: 0.6 }], // tuba
  [59, { melody: 0.3, bass: -0.3 }], // horns, brass
  [64, { melody: 0.5, bass: -0.2 }], // reeds
  [72, { melody: 0.5, bass: -0.6 }], // pipes
  [80, { melody: 0.4, bass: 0 }], // leads
  [88, { melody: -0.3, bass: -0.2 }], // pads, effects
  [104, { melody: 0.2, bass: -0.3 }], // sitar to shanai
];

/** Instruments whose notes die away: pianos and mallets, plucked strings and basses, pizzicato and harp. */
const FADING: readonly (readonly [from: number, to: number])[] = [[0, 15], [24, 39], [45, 47]];

const TIMPANI = 47;
const FIRST_PERCUSSIVE = 112;

/** Who sings, sings the melody, however low. */
const SINGER_NAMES = /melod|vocal|voice|\bvox\b|sopran|cantus|sing/i;
const MELODY_NAMES = /lead|solo|tune/i;
const BASS_NAMES = /bass(?!oon)|\bbas\b/i;
const OTHER_NAMES = /rhythm|chord|accomp|\bcomp|\bpad\b|back|harmon[yi]|alto|tenor/i;
const NAME_WEIGHT = 0.6;
const SINGER_WEIGHT = 1.2;

/** False for instruments whose pitches make no harmony: timpani, percussion and sound effects. */
export function isPitched(program: number): boolean {
  return program < FIRST_PERCUSSIVE && program !== TIMPANI;
}

/** Whether a note of the instrument can be held for long. */
export function canSustain(program: number): boolean {
  return !FADING.some(([from, to]) => program >= from && program <= to);
}

/** How much the program and the name of a track speak for each role. */
export function leaningOf({ program, name }: { program: number; name: string }): Leaning {
  const { melody, bass } = LEANINGS.findLast(([from]) => from <= program)![1];
  const isBass = BASS_NAMES.test(name);
  const isOther = isBass || OTHER_NAMES.test(name);
  return {
    melody: melody + (isOther ? -NAME_WEIGHT : melodyWeight(name)),
    bass: bass + (isBass ? NAME_WEIGHT : 0),
  };
}

function melodyWeight(name: string): number {
  if (SINGER_NAMES.test(name)) return SINGER_WEIGHT;
  return MELODY_NAMES.test(name) ? NAME_WEIGHT : 0;
}
