// One MTrk chunk, event by event. Notes still know their channel; the program is resolved later,
// because a file may set the programs of all channels in another chunk.

import type { ByteCursor } from "./byte_cursor.ts";
import type { MidiBudget } from "./midi_budget.ts";
import { decodeText } from "./midi_text.ts";
import { type ChannelNote, NotePairing } from "./note_pairing.ts";
import type { Control, Meter, Tempo } from "./piece.ts";

export type ProgramChange = {
  readonly startTicks: number;
  readonly channel: number;
  readonly program: number;
};

/** Not decoded yet: most texts are never asked for, and a hostile file holds many. */
export type RawText = { readonly startTicks: number; readonly bytes: Uint8Array };

/** What one MTrk chunk says. */
export type TrackChunk = {
  readonly name: string;
  readonly copyright: string;
  readonly notes: readonly ChannelNote[];
  readonly controlsByChannel: ReadonlyMap<number, readonly Control[]>;
  readonly tempos: readonly Tempo[];
  readonly meters: readonly Meter[];
  /** At most `MAX_TEXTS`; those after them are left out. */
  readonly texts: readonly RawText[];
  /** At most one for each channel: its first. */
  readonly firstPrograms: readonly ProgramChange[];
  readonly endTicks: number;
};

export type ChunkTiming = { readonly startTicks: number; readonly ticksPerDelta: number };

/** Reads the events of one MTrk chunk until its end-of-track or its last byte. */
export function readTrackChunk(
  cursor: ByteCursor,
  budget: MidiBudget,
  timing: ChunkTiming,
): TrackChunk {
  const chunk = new ChunkReader(cursor, budget, timing);
  while (cursor.bytesLeft > 0 && !chunk.hasEnded) {
    budget.countEvent();
    chunk.readEvent();
  }
  return chunk.finish();
}

/** The most texts that are kept of one chunk. */
export const MAX_TEXTS = 1000;

/** Used for a tempo of 0, which a file may hold but nobody can play. */
export const DEFAULT_MICROSECONDS_PER_QUARTER = 500_000;

const KEPT_CONTROLLERS: ReadonlySet<number> = new Set([7, 10, 11, 64, 91, 93]);
const MAX_DENOMINATOR_POWER = 6;
const META = 0xff;

class ChunkReader {
  hasEnded = false;
  readonly #cursor: ByteCursor;
  readonly #budget: MidiBudget;
  readonly #ticksPerDelta: number;
  readonly #pairing = new NotePairing();
  readonly #controls = new Map<number, Control[]>();
  readonly #tempos: Tempo[] = [];
  readonly #meters: Meter[] = [];
  readonly #texts: RawText[] = [];
  readonly #firstPrograms: ProgramChange[] = [];
  readonly #programs = new Map<number, number>();
  #name: string | undefined;
  #copyright: string | undefined;
  #ticks: number;
  #runningStatus = 0;

  constructor(cursor: ByteCursor, budget: MidiBudget, timing: ChunkTiming) {
    this.#cursor = cursor;
    this.#budget = budget;
    this.#ticks = timing.startTicks;
    this.#ticksPerDelta = timing.ticksPerDelta;
  }

  readEvent(): void {
    this.#ticks += this.#cursor.variableLength() * this.#ticksPerDelta;
    const first = this.#cursor.uint8();
    if (first === META) this.#readMeta();
    else if (first >= 0xf0) this.#skipSystem(first);
    else if (first >= 0x80) this.#readChannelMessage(first, this.#cursor.uint7());
    else if (this.#runningStatus > 0) this.#readChannelMessage(this.#runningStatus, first);
    else this.#cursor.fail("data stands where a status byte should", -1);
  }

  finish(): TrackChunk {
    return {
      name: this.#name ?? "",
      copyright: this.#copyright ?? "",
      notes: this.#pairing.finish(this.#ticks),
      controlsByChannel: this.#controls,
      tempos: this.#tempos,
      meters: this.#meters,
      texts: this.#texts,
      firstPrograms: this.#firstPrograms,
      endTicks: this.#ticks,
    };
  }

  #readChannelMessage(status: number, data: number): void {
    // The standard ends running status at meta and system events, but real files do not.
    this.#runningStatus = status;
    const channel = status & 0x0f;
    const kind = status >> 4;
    if (kind === 0xc) this.#changeProgram(channel, data);
    else if (kind !== 0xd) this.#readSecondByte(kind, channel, data);
  }

  #readSecondByte(kind: number, channel: number, data: number): void {
    const value = this.#cursor.uint7();
    if (kind === 0x9 && value > 0) this.#startNote(channel, data, value);
    else if (kind === 0x8 || kind === 0x9) this.#pairing.end(channel, data, this.#ticks);
    else if (kind === 0xb && KEPT_CONTROLLERS.has(data)) {
      this.#addControl(channel, { startTicks: this.#ticks, controller: data, value });
    }
  }

  #addControl(channel: number, control: Control): void {
    const controls = this.#controls.get(channel);
    if (controls) controls.push(control);
    else this.#controls.set(channel, [control]);
  }

  #startNote(channel: number, pitch: number, velocity: number): void {
    this.#budget.countNote();
    const program = this.#programs.get(channel);
    this.#pairing.start({ startTicks: this.#ticks, channel, pitch, velocity, program });
  }

  #changeProgram(channel: number, program: number): void {
    const isFirst = !this.#programs.has(channel);
    if (isFirst) this.#firstPrograms.push({ startTicks: this.#ticks, channel, program });
    this.#programs.set(channel, program);
  }

  #skipSystem(status: number): void {
    const isExclusive = status === 0xf0 || status === 0xf7;
    if (isExclusive) this.#cursor.take(this.#cursor.variableLength());
    else if (status === 0xf2) this.#cursor.take(2);
    else if (status === 0xf1 || status === 0xf3) this.#cursor.take(1);
  }

  #readMeta(): void {
    const type = this.#cursor.uint8();
    const data = this.#cursor.take(this.#cursor.variableLength());
    if (type === 0x2f) this.hasEnded = true;
    else if (type === 0x01) this.#addText(data);
    else if (type === 0x02) this.#copyright ??= decodeText(data);
    else if (type === 0x03) this.#name ??= decodeText(data);
    else if (type === 0x51 && data.length >= 3) this.#changeTempo(data);
    else if (type === 0x58 && data.length >= 2) this.#changeMeter(data[0]!, data[1]!);
  }

  #addText(bytes: Uint8Array): void {
    if (this.#texts.length < MAX_TEXTS) this.#texts.push({ startTicks: this.#ticks, bytes });
  }

  #changeTempo(data: Uint8Array): void {
    const read = data[0]! * 0x10000 + data[1]! * 0x100 + data[2]!;
    const microsecondsPerQuarter = read || DEFAULT_MICROSECONDS_PER_QUARTER;
    this.#tempos.push({ startTicks: this.#ticks, microsecondsPerQuarter });
  }

  #changeMeter(numerator: number, power: number): void {
    if (numerator === 0 || power > MAX_DENOMINATOR_POWER) return;
    this.#meters.push({ startTicks: this.#ticks, numerator, denominator: 2 ** power });
  }
}
