// Tracks that play what another track plays, at once or a little later as an echo, say nothing new.

import { type GridTrack, placeOf } from "./quantise.ts";

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

/** An echo comes at most two quarters later, or earlier when it is the first track. */
const ECHO_DELAYS = Array.from({ length: 17 }, (_, index) => index - 8);
/** This many notes, spread over the track, are looked up. */
const MAX_SAMPLES = 64;
const MIN_SHARE = 0.85;
const MIN_SIZE_RATIO = 0.6;
/** Octaves below middle C are a bass and its guitar, which have roles of their own. */
const MIN_OCTAVE_PITCH = 60;

type Place = { readonly startStep: number; readonly pitch: number };

function haveLikeSize(a: GridTrack, b: GridTrack): boolean {
  const [small, large] = [a.notes.length, b.notes.length].sort((x, y) => x - y);
  return small! >= large! * MIN_SIZE_RATIO;
}

function isDoubleOf({ notes }: GridTrack, places: ReadonlySet<number>): boolean {
  const stride = Math.ceil(notes.length / MAX_SAMPLES);
  const samples = notes.filter((_, index) => index % stride === 0);
  const isHigh = samples.every(({ pitch }) => pitch >= MIN_OCTAVE_PITCH);
  const octaves = isHigh ? [12, -12] : [];
  return octaves.some((interval) => areShared(samples, places, { delay: 0, interval })) ||
    ECHO_DELAYS.some((delay) => areShared(samples, places, { delay, interval: 0 }));
}

function areShared(
  samples: readonly Place[],
  places: ReadonlySet<number>,
  { delay, interval }: { readonly delay: number; readonly interval: number },
): boolean {
  let allowed = samples.length * (1 - MIN_SHARE);
  return samples.every(({ startStep, pitch }) =>
    places.has(placeOf({ startStep: startStep + delay, pitch: pitch + interval })) || --allowed >= 0
  );
}
