// Joins note-ons and note-offs to notes. No two notes of one pitch on one channel overlap after it:
// a synthesizer could not play them, and a writer could not tell them apart.

import type { Note } from "./piece.ts";

export type ChannelNote = Note & {
  readonly channel: number;
  /** Undefined when the chunk has not set a program yet. */
  readonly program: number | undefined;
};

type NoteStart = Omit<ChannelNote, "durationTicks">;
type OpenNote = NoteStart & { durationTicks: number };

type Voice = {
  readonly notes: OpenNote[];
  /** The end of each note, in the same order: first in, first out. */
  readonly ends: number[];
};

/** Collects the note-ons and note-offs of one chunk, in the order of time. */
export class NotePairing {
  readonly #notes: OpenNote[] = [];
  readonly #voices = new Array<Voice | undefined>(16 * 128);

  start({ startTicks, channel, pitch, velocity, program }: NoteStart): void {
    const note = { startTicks, durationTicks: 0, channel, pitch, velocity, program };
    this.#notes.push(note);
    const place = channel * 128 + pitch;
    const voice = this.#voices[place];
    if (voice) voice.notes.push(note);
    else this.#voices[place] = { notes: [note], ends: [] };
  }

  /** A note-off that no note waits for is ignored. */
  end(channel: number, pitch: number, ticks: number): void {
    const voice = this.#voices[channel * 128 + pitch];
    if (voice && voice.ends.length < voice.notes.length) voice.ends.push(ticks);
  }

  /** All notes in order of start and pitch; those never released end with the track. */
  finish(endTicks: number): ChannelNote[] {
    for (const voice of this.#voices) {
      if (voice) endNotes(voice, endTicks);
    }
    return this.#notes.filter(({ durationTicks }) => durationTicks > 0)
      .sort((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch);
  }
}

function endNotes({ notes, ends }: Voice, endTicks: number): void {
  const lastOff = ends.at(-1) ?? 0;
  notes.forEach((note, index) => {
    const { startTicks } = note;
    // A lost note-off shifts all later ones by one note; the last of them still ends the last note.
    const fallback = lastOff > startTicks ? lastOff : endTicks;
    const end = Math.max(ends[index] ?? fallback, startTicks + 1);
    note.durationTicks = Math.min(end, notes[index + 1]?.startTicks ?? Infinity) - startTicks;
  });
}
