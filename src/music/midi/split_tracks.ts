// Chunks become tracks of one channel and one program each.

import type { MidiBudget } from "./midi_budget.ts";
import type { ChannelNote } from "./note_pairing.ts";
import type { Control, Note, Track } from "./piece.ts";
import type { ProgramChange, TrackChunk } from "./track_chunk.ts";

type OpenTrack = {
  readonly chunk: TrackChunk;
  readonly channel: number;
  readonly program: number;
  readonly notes: Note[];
  readonly controls: Control[];
};

/** Splits the notes of each chunk by channel and program, in order of their first note; a chunk without notes gives no track. */
export function splitTracks(chunks: readonly TrackChunk[], budget: MidiBudget): Track[] {
  const tracks = openTracks(chunks, budget);
  for (const chunk of chunks) placeControls(chunk, tracks);
  return tracks.map(closeTrack);
}

function openTracks(chunks: readonly TrackChunk[], budget: MidiBudget): OpenTrack[] {
  const programs = firstPrograms(chunks);
  const tracks: OpenTrack[] = [];
  for (const chunk of chunks) {
    const own = new Map<number, OpenTrack>();
    for (const note of chunk.notes) {
      const { channel } = note;
      const program = note.program ?? inherited(note, programs);
      const key = channel * 128 + program;
      let track = own.get(key);
      if (!track) {
        track = { chunk, channel, program, notes: [], controls: [] };
        own.set(key, track);
        tracks.push(track);
        budget.checkTracks(tracks.length);
      }
      track.notes.push(plainNote(note));
    }
  }
  return tracks;
}

/** Of each channel its earliest program change, in whichever chunk it stands. */
function firstPrograms(chunks: readonly TrackChunk[]): Map<number, ProgramChange> {
  const latestFirst = chunks.flatMap((chunk) => chunk.firstPrograms)
    .sort((a, b) => b.startTicks - a.startTicks);
  return new Map(latestFirst.map((change) => [change.channel, change]));
}

/** The program that another chunk has set for the note's channel; without one it is the piano, 0. */
function inherited(note: ChannelNote, programs: ReadonlyMap<number, ProgramChange>): number {
  const change = programs.get(note.channel);
  return change && change.startTicks <= note.startTicks ? change.program : 0;
}

function plainNote({ startTicks, durationTicks, pitch, velocity }: ChannelNote): Note {
  return { startTicks, durationTicks, pitch, velocity };
}

/** A controller acts on a whole channel, so it goes to one track of it: of its own chunk if it can. */
function placeControls(chunk: TrackChunk, tracks: readonly OpenTrack[]): void {
  for (const [channel, controls] of chunk.controlsByChannel) {
    const sameChannel = tracks.filter((track) => track.channel === channel);
    const target = sameChannel.find((track) => track.chunk === chunk) ?? sameChannel[0];
    for (const control of controls) target?.controls.push(control);
  }
}

function closeTrack({ chunk, channel, program, notes, controls }: OpenTrack): Track {
  const track = { name: chunk.name, channel, program, notes };
  if (controls.length === 0) return track;
  return { ...track, controls: controls.sort((a, b) => a.startTicks - b.startTicks) };
}
