// Joins note-ons and note-offs to notes. No two notes of one pitch on one channel overlap after it:
// a synthesizer could not play them, and a writer could not tell them apart.

import type { Note } from "./piece.ts";

export type ChannelNote = Note & {
  readonly channel: number;
  /** Undefined when the chunk has not set a program yet. */
  readonly program: number | undefined;
};

type NoteStart = Omit<ChannelNote, "durationTicks">;

type Voice = {
  readonly starts: NoteStart[];
  /** The end of each start, in the same order: first in, first out. */
  readonly ends: number[];
};

/** Collects the note-ons and note-offs of one chunk. */
export class NotePairing {
  readonly #voices = new Map<number, Voice>();

  start(note: NoteStart): void {
    const key = note.channel * 128 + note.pitch;
    const voice = this.#voices.get(key);
    if (voice) voice.starts.push(note);
    else this.#voices.set(key, { starts: [note], ends: [] });
  }

  /** A note-off that no note waits for is ignored. */
  end(channel: number, pitch: number, ticks: number): void {
    const voice = this.#voices.get(channel * 128 + pitch);
    if (voice && voice.ends.length < voice.starts.length) voice.ends.push(ticks);
  }

  /** All notes in order of start and pitch; those never released end with the track. */
  finish(endTicks: number): ChannelNote[] {
    const notes: ChannelNote[] = [];
    for (const voice of this.#voices.values()) finishVoice(voice, endTicks, notes);
    return notes.sort((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch);
  }
}

function finishVoice({ starts, ends }: Voice, endTicks: number, notes: ChannelNote[]): void {
  const lastOff = ends.at(-1) ?? 0;
  starts.forEach((start, index) => {
    // A lost note-off shifts all later ones by one note; the last of them still ends the last note.
    const fallback = lastOff > start.startTicks ? lastOff : endTicks;
    const end = Math.max(ends[index] ?? fallback, start.startTicks + 1);
    const cut = Math.min(end, starts[index + 1]?.startTicks ?? Infinity);
    const durationTicks = cut - start.startTicks;
    if (durationTicks > 0) notes.push({ ...start, durationTicks });
  });
}
