// The key at each moment of a song, always in the song's own mode: a turn to the relative key is no
// change at all, a modulation moves the tonic.

import type { Analysis, Key, KeyArea } from "../../analyse/analysis.ts";
import { modulo } from "../scale.ts";

/** The key a song is in at a step. */
export function localKeys({ key, keyAreas, stepsPerBar }: Analysis): (step: number) => Key {
  const areas = (keyAreas ?? []).map((area) => ({ ...area, key: inModeOf(key, area.key) }));
  return (step) => areaAt(areas, Math.floor(step / stepsPerBar))?.key ?? key;
}

function areaAt(areas: readonly KeyArea[], bar: number): KeyArea | undefined {
  return areas.find(({ startBar, bars }) => bar >= startBar && bar < startBar + bars);
}

function inModeOf(main: Key, { tonic, mode }: Key): Key {
  if (mode === main.mode || tonic === main.tonic) return { tonic, mode };
  return { tonic: modulo(tonic + (main.mode === "major" ? 3 : -3), 12), mode: main.mode };
}
