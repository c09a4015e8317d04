// Damage inside one track: events put in, bytes of events changed, stretches repeated to the limits.

import type { Random } from "../../src/music/compose/random.ts";
import { joinBytes } from "./join_bytes.ts";

/** Damages the events of one MTrk chunk. */
export function breakEvents(track: Uint8Array, random: Random): Uint8Array {
  // Floods are dear to read, and one in a hundred meets every limit often enough.
  if (random.chance(0.01)) return flood(track, random);
  return random.pick(DAMAGES)(track, random);
}

type EventDamage = (track: Uint8Array, random: Random) => Uint8Array;

const DAMAGES: readonly EventDamage[] = [
  (track, random) => insert(track, random, strangeEvent(random)),
  (track, random) => insert(track, random, strangeEvent(random)),
  (track, random) => insert(track, random, randomBytes(random)),
  (track, random) => insert(track, random, [random.pick([0x80, 0xff]), 0x80, 0xff, 0x80]),
  repeatStretch,
  dropStretch,
  (track, random) => changeMeta(track, random, 0x51),
  (track, random) => changeMeta(track, random, 0x58),
  (track, random) => changeMeta(track, random, 0x2f),
  (track, random) => track.slice(0, random.below(track.length + 1)),
  // Notes are never released, or all at once.
  (track) => track.map((byte) => (byte & 0xf0) === 0x80 ? byte | 0x90 : byte),
  (track, random) => track.map((byte) => byte === 0x40 && random.chance(0.5) ? 0 : byte),
];

/** Events with a delta time before them, as `[bytes, …]` of what files do hold and should not. */
function strangeEvent(random: Random): number[] {
  const delta = random.pick([[0], [0x60], [0x81, 0], [0xff, 0x7f], [0xff, 0xff, 0x7f], [
    0xff,
    0xff,
    0xff,
    0x7f,
  ]]);
  return [...delta, ...random.pick(EVENTS)(random)];
}

const EVENTS: readonly ((random: Random) => number[])[] = [
  (random) => [0xf1 + random.below(14), random.below(128), random.below(128)],
  (random) => [0xff, 0x51, 3, ...random.pick([[0, 0, 0], [0, 0, 1], [0xff, 0xff, 0xff]])],
  (random) => [0xff, 0x58, 4, random.below(256), random.below(256), 24, 8],
  (random) => [0xff, random.below(256), random.below(256)],
  (random) => [0xf0, random.pick([0, 1, 0x7f]), 0x81, 0xf7],
  (random) => [0xff, 1, 2, 0x80 + random.below(128), 0xff],
  (random) => [0xff, 0x2f, random.below(2)],
  (random) => [0x90 + random.below(16), random.below(128), random.below(128)],
  (random) => [0xb0 + random.below(16), random.below(128), random.below(128)],
  (random) => [0xc0 + random.below(16), random.below(128)],
  (random) => [0x80 + random.below(112), random.below(256)],
];

function insert(track: Uint8Array, random: Random, bytes: readonly number[]): Uint8Array {
  const at = random.below(track.length + 1);
  return joinBytes(track.subarray(0, at), Uint8Array.from(bytes), track.subarray(at));
}

function randomBytes(random: Random): number[] {
  return Array.from({ length: 1 + random.below(40) }, () => random.below(256));
}

function repeatStretch(track: Uint8Array, random: Random): Uint8Array {
  const [start, end] = stretch(track, random);
  const copies = Array.from({ length: 1 + random.below(4) }, () => track.subarray(start, end));
  return joinBytes(track.subarray(0, end), ...copies, track.subarray(end));
}

function dropStretch(track: Uint8Array, random: Random): Uint8Array {
  const [start, end] = stretch(track, random);
  return joinBytes(track.subarray(0, start), track.subarray(end));
}

function stretch(track: Uint8Array, random: Random): [start: number, end: number] {
  const start = random.below(track.length + 1);
  return [start, Math.min(track.length, start + random.below(200))];
}

function changeMeta(track: Uint8Array, random: Random, type: number): Uint8Array {
  const found: number[] = [];
  for (let at = track.indexOf(0xff); at >= 0; at = track.indexOf(0xff, at + 1)) {
    if (track[at + 1] === type) found.push(at);
  }
  if (found.length === 0) return track;
  const at = random.pick(found) + 2 + random.below(4);
  return at < track.length ? track.with(at, random.pick([0, 1, 0x7f, 0x80, 0xff])) : track;
}

const MAX_FLOOD_BYTES = 2_100_000;

/** One event again and again: up to the limits of events, notes and bytes, or over them. */
function flood(track: Uint8Array, random: Random): Uint8Array {
  const event = random.pick(FLOODS)(random);
  const count = random.pick([99_000, 100_000, 101_000, 290_000, 499_000, 501_000]);
  const copies = Math.min(count, Math.floor(MAX_FLOOD_BYTES / event.length));
  const bytes = new Uint8Array(copies * event.length);
  for (let copy = 0; copy < copies; copy++) bytes.set(event, copy * event.length);
  return joinBytes(bytes, track);
}

const FLOODS: readonly ((random: Random) => number[])[] = [
  () => [0, 0x90, 60, 64],
  (random) => [random.below(128), 0x90 + random.below(16), 60, 64, 1, 62, 64],
  () => [0, 0xff, 1, 1, 0xe9],
  () => [1, 0xff, 0x51, 3, 1, 2, 3],
  () => [1, 0xff, 0x58, 2, 3, 2],
  () => [1, 0xb0, 7, 64],
  () => [0, 0xc0, 5, 0, 0x90, 60, 64],
  () => [0, 0xf7, 0],
];
