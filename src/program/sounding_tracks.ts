import type { SoundingTrack } from "../jobs/plan_outputs.ts";
import { ML_MIDI_LIMITS } from "../music/midi/midi_limits.ts";
import { readMidi } from "../music/midi/read_midi.ts";

/** The tracks of a MIDI file of an ML service that have notes, in their order. */
export function soundingTracks(midi: Uint8Array): SoundingTrack[] {
  return readMidi(midi, ML_MIDI_LIMITS).tracks
    .map(({ name, notes }, index) => ({ index, name, hasNotes: notes.length > 0 }))
    .filter(({ hasNotes }) => hasNotes);
}
