// Songs for a band that nobody has written: 50 KB of MIDI each, quick to make, and each another tune
// on other chords, so that an import finds no two that are equal or alike.

import { createRandom, type Random } from "../../../src/music/compose/random.ts";

/** The bytes of the song of a seed; each bar takes half a kilobyte. */
export function importTune(seed: number, { bars = BARS } = {}): Uint8Array<ArrayBuffer> {
  const random = createRandom(seed);
  const song = { tonic: random.below(12), form: makeForm(bars, random), random };
  const writer = new MidiWriter(PLAYERS.length + 1);
  writer.track(() => writer.tempo(400_000 + random.below(300_000)));
  for (const player of PLAYERS) {
    writer.track(() => {
      writer.program(player.channel, random.pick(player.programs));
      playBars(writer, player, song);
    });
  }
  return writer.bytes();
}

/** Of a file of 50 KB. */
const BARS = 104;
const SECTION_BARS = 8;
const STEPS_PER_BAR = 16;
const TICKS_PER_STEP = 24;
const MAJOR = [0, 2, 4, 5, 7, 9, 11];

type Tune = {
  readonly tonic: number;
  /** The degree of the chord of each bar, 0–6. */
  readonly form: readonly number[];
  readonly random: Random;
};

type Player = {
  readonly channel: number;
  readonly programs: readonly number[];
  /** Steps of a bar at which it plays. */
  readonly steps: readonly number[];
  /** What it strikes there, as degrees of the scale above the tonic, or as drums. */
  readonly strike: (step: number, chord: number, random: Random) => readonly number[];
  readonly lowest: number;
};

const EIGHTHS = [0, 2, 4, 6, 8, 10, 12, 14];
const SIXTEENTHS = Array.from({ length: STEPS_PER_BAR }, (_, step) => step);
const [KICK, SNARE, HAT] = [36, 38, 42];

const PLAYERS: readonly Player[] = [
  {
    channel: 0,
    programs: [56, 64, 73, 80],
    steps: [0, 3, 4, 6, 8, 11, 12, 14],
    strike: (_, chord, random) => [chord + random.below(8)],
    lowest: 67,
  },
  {
    channel: 1,
    programs: [32, 33, 34, 38],
    steps: EIGHTHS,
    strike: (step, chord, random) => [step === 0 ? chord : chord + random.pick([0, 0, 2, 4])],
    lowest: 36,
  },
  {
    channel: 2,
    programs: [24, 25, 27, 30],
    steps: [2, 6, 10, 14],
    strike: (_, chord) => [chord, chord + 2, chord + 4],
    lowest: 52,
  },
  {
    channel: 3,
    programs: [16, 48, 50, 89],
    steps: [0, 8],
    strike: (_, chord) => [chord, chord + 2, chord + 4],
    lowest: 55,
  },
  {
    channel: 4,
    programs: [0, 4, 11, 46],
    steps: SIXTEENTHS,
    strike: (step, chord, random) => [chord + [0, 2, 4, 2][step % 4]! + random.pick([0, 0, 7])],
    lowest: 60,
  },
  {
    channel: 9,
    programs: [0],
    steps: EIGHTHS,
    strike: (step) => step % 4 === 0 ? [step % 8 === 0 ? KICK : SNARE, HAT] : [HAT],
    lowest: 0,
  },
];

/** Two kinds of sections in turn, each on four chords of its own. */
function makeForm(bars: number, random: Random): number[] {
  const kinds = [0, 1].map(() => [0, ...[1, 2, 3].map(() => random.below(7))]);
  return Array.from(
    { length: bars },
    (_, bar) => kinds[Math.floor(bar / SECTION_BARS) % 2]![bar % 4]!,
  );
}

function playBars(writer: MidiWriter, player: Player, { tonic, form, random }: Tune): void {
  const { channel, steps, strike, lowest } = player;
  const places = form.flatMap((chord, bar) =>
    steps.map((step) => ({ chord, step, at: (bar * STEPS_PER_BAR + step) * TICKS_PER_STEP }))
  );
  places.forEach(({ chord, step, at }, index) => {
    const end = places[index + 1]?.at ?? form.length * STEPS_PER_BAR * TICKS_PER_STEP;
    const struck = strike(step, chord, random);
    const pitches = channel === 9 ? struck : struck.map((degree) => pitchOf(degree, tonic, lowest));
    writer.chord({ channel, pitches, velocity: 70 + random.below(40) }, at, end);
  });
}

/** The first pitch of a degree's class from the lowest on, an octave higher for each seven degrees. */
function pitchOf(degree: number, tonic: number, lowest: number): number {
  const pitchClass = MAJOR[degree % 7]! + tonic;
  return lowest + ((pitchClass - lowest) % 12 + 12) % 12 + 12 * Math.floor(degree / 7);
}

type Chord = {
  readonly channel: number;
  readonly pitches: readonly number[];
  readonly velocity: number;
};

/** Writes events one after another; deltas of up to four bytes. */
class MidiWriter {
  readonly #bytes = new Uint8Array(MAX_BYTES);
  #length = 0;
  #ticks = 0;

  constructor(tracks: number) {
    this.#put(0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, tracks, 0, TICKS_PER_STEP * 4);
  }

  track(write: () => void): void {
    this.#put(0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 0);
    const start = this.#length;
    this.#ticks = 0;
    write();
    this.#put(0, 0xff, 0x2f, 0);
    new DataView(this.#bytes.buffer).setUint32(start - 4, this.#length - start);
  }

  tempo(microsecondsPerQuarter: number): void {
    const value = microsecondsPerQuarter;
    this.#put(0, 0xff, 0x51, 3, value >> 16, value >> 8 & 0xff, value & 0xff);
  }

  program(channel: number, program: number): void {
    this.#put(0, 0xc0 | channel, program);
  }

  /** Notes that start and end together, at ticks of the track. */
  chord({ channel, pitches, velocity }: Chord, start: number, end: number): void {
    for (const pitch of pitches) {
      this.#delta(start);
      this.#put(0x90 | channel, pitch, velocity);
    }
    for (const pitch of pitches) {
      this.#delta(end);
      this.#put(0x80 | channel, pitch, 0);
    }
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #delta(ticks: number): void {
    const delta = ticks - this.#ticks;
    this.#ticks = ticks;
    if (delta > 0x7f) this.#put(0x80 | delta >> 7);
    this.#put(delta & 0x7f);
  }

  #put(...bytes: readonly number[]): void {
    for (const byte of bytes) this.#bytes[this.#length++] = byte;
  }
}

const MAX_BYTES = 128 * 1024;
