// Counts what a file has cost so far, so that reading stops at the limit and not after it.

import type { MidiLimits } from "./midi_limits.ts";

/** The limits of one file while it is read; each method throws a RangeError once its limit is passed. */
export class MidiBudget {
  readonly #limits: MidiLimits;
  #chunks = 0;
  #events = 0;
  #notes = 0;

  constructor(limits: MidiLimits) {
    this.#limits = limits;
  }

  checkBytes(bytes: number): void {
    this.#check("bytes", bytes, this.#limits.maxBytes);
  }

  /** A conductor track comes on top of the tracks with notes. */
  countChunk(): void {
    this.#check("track chunks", ++this.#chunks, this.#limits.maxTracks + 1);
  }

  countEvent(): void {
    this.#check("events", ++this.#events, this.#limits.maxEvents);
  }

  countNote(): void {
    this.#check("notes", ++this.#notes, this.#limits.maxNotes);
  }

  checkTracks(tracks: number): void {
    this.#check("tracks", tracks, this.#limits.maxTracks);
  }

  checkSeconds(seconds: number): void {
    this.#check("seconds", Math.ceil(seconds), this.#limits.maxSeconds);
  }

  #check(what: string, value: number, limit: number): void {
    if (value <= limit) return;
    throw new RangeError(`Cannot read the MIDI file as it has more than ${limit} ${what}`);
  }
}
