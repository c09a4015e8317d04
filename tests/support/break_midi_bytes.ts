// Damage to a file that knows nothing of what its bytes mean, except where chunks start.

import type { Random } from "../../src/music/compose/random.ts";
import { joinBytes } from "./join_bytes.ts";

/** Damages the bytes of a file once to three times, at times with a part of another file. */
export function breakBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let broken = bytes;
  for (let times = 1 + random.below(3); times > 0; times--) {
    broken = random.pick(DAMAGES)(broken, other, random);
  }
  return broken;
}

type ByteDamage = (bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array;

const DAMAGES: readonly ByteDamage[] = [
  flipBits,
  flipBits,
  setBytes,
  changeLength,
  changeLength,
  (bytes, _, random) => bytes.slice(0, random.below(bytes.length + 1)),
  splice,
  doubleRange,
  (bytes, _, random) => wrapInRiff(bytes, random),
];

/** Bytes that mean something to a reader: ends of ranges, statuses, types of meta events. */
const TELLING = [0, 1, 0x2f, 0x51, 0x58, 0x7f, 0x80, 0x81, 0x90, 0xc0, 0xf0, 0xf7, 0xfe, 0xff];
const TELLING_LENGTHS = [0, 1, 5, 6, 7, 0x7f, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const FIRST_LENGTH = 4;

function flipBits(bytes: Uint8Array, _: Uint8Array, random: Random): Uint8Array {
  const broken = bytes.slice();
  for (let times = 1 + random.below(8); times > 0 && broken.length > 0; times--) {
    broken[random.below(broken.length)]! ^= 1 << random.below(8);
  }
  return broken;
}

function setBytes(bytes: Uint8Array, _: Uint8Array, random: Random): Uint8Array {
  const broken = bytes.slice();
  for (let times = 1 + random.below(8); times > 0 && broken.length > 0; times--) {
    broken[random.below(broken.length)] = random.pick(TELLING);
  }
  return broken;
}

/** The length of the header or of a chunk. */
function changeLength(bytes: Uint8Array, _: Uint8Array, random: Random): Uint8Array {
  const broken = bytes.slice();
  const places = [FIRST_LENGTH, ...chunkStarts(bytes).map((start) => start + 4)];
  const at = random.pick(places);
  if (at + 4 > broken.length) return broken;
  const view = new DataView(broken.buffer);
  const near = Math.max(0, view.getUint32(at) - 3 + random.below(7));
  view.setUint32(at, random.chance(0.5) ? near : random.pick(TELLING_LENGTHS));
  return broken;
}

function chunkStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(0x4d); at >= 0; at = bytes.indexOf(0x4d, at + 1)) {
    if (bytes[at + 1] === 0x54 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x6b) starts.push(at);
  }
  return starts;
}

function splice(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const head = bytes.subarray(0, random.below(bytes.length + 1));
  const tail = other.subarray(random.below(other.length + 1));
  return joinBytes(head, tail);
}

function doubleRange(bytes: Uint8Array, _: Uint8Array, random: Random): Uint8Array {
  const ends = [random.below(bytes.length + 1), random.below(bytes.length + 1)];
  const [from, to] = ends.sort((a, b) => a - b);
  const range = bytes.subarray(from, Math.min(to!, from! + 4096));
  const into = random.below(bytes.length + 1);
  return joinBytes(bytes.subarray(0, into), range, bytes.subarray(into));
}

function wrapInRiff(bytes: Uint8Array, random: Random): Uint8Array {
  const length = random.chance(0.7) ? bytes.length : random.pick(TELLING_LENGTHS);
  const wrapped = new Uint8Array(20 + bytes.length);
  wrapped.set(new TextEncoder().encode("RIFF\0\0\0\0RMIDdata"));
  new DataView(wrapped.buffer).setUint32(16, length, true);
  wrapped.set(bytes, 20);
  return wrapped;
}
