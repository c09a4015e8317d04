// Files that are called MIDI files and are none, each kind in another way; the same seed gives the
// same file.

import { createRandom, type Random } from "../../src/music/compose/random.ts";
import { hex } from "./midi_bytes.ts";
import { midiMutant } from "./midi_mutant.ts";

/** A file that may or may not be read, of whole files that it is made from. */
export function corruptMidi(whole: readonly Uint8Array[], seed: string): Uint8Array<ArrayBuffer> {
  const random = createRandom(seed);
  return random.pick(KINDS)(whole, random);
}

type Kind = (whole: readonly Uint8Array[], random: Random) => Uint8Array<ArrayBuffer>;

/** These made other readers run out of memory or run for ever. */
const HOSTILE = [
  "4d546864 00000006 0001 0001 0060 4d54726b 0000000c 00ff01 8fffffff78 00ff2f00",
  "4d546864 00000006 0001 0001 0060 4d54726b 7fffffff 00903c40 60803c40 00ff2f00",
  "4d546864 ffffffff 0001 ffff 0060 4d54726b ffffffff 00",
  "52494646 ffffffff 524d4944 64617461 ffffffff 4d546864",
].map(hex);
const MAX_RANDOM_BYTES = 4096;

const KINDS: readonly Kind[] = [
  (whole, random) => midiMutant(whole, String(random.next())),
  (whole, random) => midiMutant(whole, String(random.next())),
  cutShort,
  cutShort,
  withoutHead,
  someBytes,
  (whole, random) =>
    new Uint8Array([...random.pick(whole).subarray(0, 22), ...someBytes(whole, random)]),
  (_, random) => new TextEncoder().encode(`This song is only a name: ${random.next()}\n`),
  (_, random) => new Uint8Array(random.below(20)),
  (_, random) => new Uint8Array([...random.pick(HOSTILE), random.below(256)]),
];

function cutShort(whole: readonly Uint8Array[], random: Random): Uint8Array<ArrayBuffer> {
  const bytes = random.pick(whole);
  return bytes.slice(0, random.below(bytes.length));
}

function withoutHead(whole: readonly Uint8Array[], random: Random): Uint8Array<ArrayBuffer> {
  return random.pick(whole).slice(1 + random.below(13));
}

function someBytes(_: readonly Uint8Array[], random: Random): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: random.below(MAX_RANDOM_BYTES) }, () => random.below(256));
}
