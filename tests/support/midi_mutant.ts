// Broken MIDI files, each from a seed: real files with their chunks, events or bytes damaged in the
// ways that hurt readers. The same files and seed give the same mutant.

import { createRandom, type Random } from "../../src/music/compose/random.ts";
import { breakBytes } from "./break_midi_bytes.ts";
import { breakEvents } from "./break_midi_events.ts";
import { type MidiChunks, parseChunks, writeChunks } from "./midi_chunks.ts";

/** Mutants stay below this, which is more than a reader takes. */
export const MAX_MUTANT_BYTES = 2_200_000;

/** Damages one of the files, at times with parts of another. */
export function midiMutant(files: readonly Uint8Array[], seed: string): Uint8Array<ArrayBuffer> {
  const random = createRandom(seed);
  const [bytes, other] = [random.pick(files), random.pick(files)];
  const chunks = parseChunks(bytes);
  // What is no chain of chunks can only be damaged byte by byte.
  const isWhole = chunks !== undefined && random.chance(0.75);
  const damaged = isWhole ? writeChunks(breakChunks(chunks, other, random)) : bytes;
  const isDone = isWhole && random.chance(0.6);
  return (isDone ? damaged : breakBytes(damaged, other, random)).slice(0, MAX_MUTANT_BYTES);
}

/** Damage that leaves the lengths right, so that the reader comes far. */
function breakChunks(chunks: MidiChunks, other: Uint8Array, random: Random): MidiChunks {
  let broken = chunks;
  for (let times = 1 + random.below(3); times > 0; times--) {
    broken = random.pick(CHUNK_DAMAGES)(broken, other, random);
  }
  return broken;
}

type ChunkDamage = (chunks: MidiChunks, other: Uint8Array, random: Random) => MidiChunks;

const DIVISIONS = [0, 1, 2, 3, 24, 0x7fff, 0x8000, 0xe728, 0xe301, 0xe200, 0xe8ff, 0xffff];

const CHUNK_DAMAGES: readonly ChunkDamage[] = [
  breakOneTrack,
  breakOneTrack,
  breakOneTrack,
  (chunks, _, random) => ({ ...chunks, division: random.pick(DIVISIONS) }),
  (chunks, _, random) => ({ ...chunks, division: random.below(0x10000) }),
  (chunks, _, random) => ({ ...chunks, format: random.pick([0, 1, 2, 2, 3, 0xffff]) }),
  (chunks, _, random) => ({ ...chunks, tracks: multiply(chunks.tracks, random) }),
  (chunks, _, random) => ({ ...chunks, tracks: chunks.tracks.toReversed().slice(random.below(3)) }),
  mixWithOther,
];

function breakOneTrack(chunks: MidiChunks, _: Uint8Array, random: Random): MidiChunks {
  const index = random.below(chunks.tracks.length);
  const track = chunks.tracks[index];
  if (!track) return chunks;
  return { ...chunks, tracks: chunks.tracks.with(index, breakEvents(track, random)) };
}

/** Some chunks many times: up to a few more than a file may have. */
function multiply(tracks: readonly Uint8Array[], random: Random): Uint8Array[] {
  if (tracks.length === 0) return [];
  const one = random.pick(tracks);
  const room = Math.floor(MAX_MUTANT_BYTES / (one.length + 8));
  const copies = random.pick([1, 2, 8, 130 - tracks.length, random.below(140)]);
  return [...tracks, ...new Array<Uint8Array>(Math.max(0, Math.min(copies, room))).fill(one)];
}

function mixWithOther(chunks: MidiChunks, other: Uint8Array, random: Random): MidiChunks {
  const tracks = [...chunks.tracks, ...parseChunks(other)?.tracks ?? []];
  return { ...chunks, tracks: tracks.filter(() => random.chance(0.7)) };
}
