// The percussion keys of General MIDI by what they do in a groove.

export type KitVoice = "kick" | "snare" | "tom" | "cymbal" | "crash" | "color";

export const KICK = 36;
export const SNARE = 38;
export const SIDE_STICK = 37;
export const CLOSED_HAT = 42;
export const OPEN_HAT = 46;
export const CRASH = 49;
export const RIDE = 51;
/** From high to low, the way fills run. */
export const TOMS = [50, 48, 47, 45, 43, 41];

const KICKS = [35, 36];
const SNARES = [37, 38, 39, 40];
const CYMBALS = [42, 44, 46, 51, 53, 59];
const CRASHES = [49, 52, 55, 57];

/** What a percussion key does. */
export function voiceOf(key: number): KitVoice {
  if (KICKS.includes(key)) return "kick";
  if (SNARES.includes(key)) return "snare";
  if (TOMS.includes(key)) return "tom";
  if (CYMBALS.includes(key)) return "cymbal";
  return CRASHES.includes(key) ? "crash" : "color";
}

/** Whether a key carries the beat (kick, snare, toms) rather than the time (cymbals, colours). */
export function carriesBeat(key: number): boolean {
  return ["kick", "snare", "tom"].includes(voiceOf(key));
}
