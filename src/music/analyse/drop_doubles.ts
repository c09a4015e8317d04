// Tracks that play what another track plays, at once or a little later as an echo, say nothing new.

import type { GridTrack } from "./quantise.ts";

/** Leaves out each track that doubles one kept before it, or in a higher octave at once. */
export function dropDoubles(tracks: readonly GridTrack[]): GridTrack[] {
  const kept: { readonly track: GridTrack; readonly places: ReadonlySet<number> }[] = [];
  for (const track of tracks) {
    const isDouble = kept.some((other) =>
      haveLikeSize(track, other.track) && isDoubleOf(track, other.places)
    );
    if (!isDouble) kept.push({ track, places: new Set(track.notes.map(placeOf)) });
  }
  return kept.map(({ track }) => track);
}

/** An echo comes at most this much later, or earlier when the echo is the first track. */
const MAX_ECHO_STEPS = 8;
/** This many notes, spread over the track, are looked up. */
const MAX_SAMPLES = 64;
const MIN_SHARE = 0.85;
const MIN_SIZE_RATIO = 0.6;
/** Octaves below middle C are a bass and its guitar, which have roles of their own. */
const MIN_OCTAVE_PITCH = 60;

type Place = { readonly startStep: number; readonly pitch: number };

function placeOf({ startStep, pitch }: Place): number {
  return startStep * 128 + pitch;
}

function haveLikeSize(a: GridTrack, b: GridTrack): boolean {
  const [small, large] = [a.notes.length, b.notes.length].sort((x, y) => x - y);
  return small! >= large! * MIN_SIZE_RATIO;
}

function isDoubleOf({ notes }: GridTrack, places: ReadonlySet<number>): boolean {
  const stride = Math.ceil(notes.length / MAX_SAMPLES);
  const samples = notes.filter((_, index) => index % stride === 0);
  const isShared = (delay: number, interval: number) =>
    samples.filter(({ startStep, pitch }) =>
      places.has(placeOf({ startStep: startStep + delay, pitch: pitch + interval }))
    ).length >= samples.length * MIN_SHARE;
  const isHigh = samples.every(({ pitch }) => pitch >= MIN_OCTAVE_PITCH);
  if (isHigh && (isShared(0, 12) || isShared(0, -12))) return true;
  for (let delay = -MAX_ECHO_STEPS; delay <= MAX_ECHO_STEPS; delay++) {
    if (isShared(delay, 0)) return true;
  }
  return false;
}
