// What follows what in the chords of a song, and how it comes home.

import type { Mode } from "../../analyse/analysis.ts";
import type { Grid } from "../grid.ts";
import type { Material } from "./material.ts";
import { chordIntervals, type Harmony } from "../scale.ts";
import { learnSequences, type SequenceModel } from "./sequence_model.ts";
import type { TimedHarmony } from "./song_chords.ts";

/** A token is a chord and the slots it lasts: `7:maj*2`. */
export type HarmonyModel = {
  readonly sequence: SequenceModel;
  /** Chords that led to the tonic, with how often. */
  readonly approaches: readonly { readonly harmony: Harmony; readonly count: number }[];
  readonly distinct: number;
};

const MAX_SLOTS = 4;
/** Counted beside what the song does, so that there is always a plain way home. */
const DOMINANT_SHARE = 0.3;

/** Learns the chords of a song section by section. */
export function learnHarmony(material: Material, grid: Grid, mode: Mode): HarmonyModel {
  const slots = slotsOf(material.chords, grid);
  const perBar = grid.stepsPerBar / grid.stepsPerSlot;
  const starts = new Set(material.sections.map(({ startBar }) => startBar * perBar));
  const sequences: string[][] = [];
  let run: { name: string; slots: number } | undefined;
  slots.forEach((name, i) => {
    if (starts.has(i) || !run) {
      run = { name, slots: 0 };
      sequences.push([]);
    }
    if (run.name !== name || run.slots === MAX_SLOTS) run = { name, slots: 0 };
    run.slots++;
    if (run.slots === 1) sequences.at(-1)!.push("");
    sequences.at(-1)![sequences.at(-1)!.length - 1] = `${name}*${run.slots}`;
  });
  return {
    sequence: learnSequences(sequences),
    approaches: approachesOf(slots, mode),
    distinct: new Set(slots).size,
  };
}

/** The chord of a token and how many slots it lasts. */
export function parseToken(token: string): { harmony: Harmony; slots: number } {
  const [name = "", slots] = token.split("*");
  return { harmony: parseHarmony(name), slots: Number(slots) };
}

/** The tonic chord of a mode. */
export function tonicOf(mode: Mode): Harmony {
  return { root: 0, quality: mode === "major" ? "maj" : "min" };
}

function parseHarmony(name: string): Harmony {
  const [root, quality] = name.split(":");
  return { root: Number(root), quality: quality as Harmony["quality"] };
}

// Each slot takes the chord that fills most of it.
function slotsOf(chords: readonly TimedHarmony[], { stepsPerSlot }: Grid): string[] {
  const slots: { name: string; steps: number }[] = [];
  for (const { step, steps, root, quality } of chords) {
    const last = Math.floor((step + steps - 1) / stepsPerSlot);
    for (let slot = Math.floor(step / stepsPerSlot); slot <= last; slot++) {
      const from = Math.max(step, slot * stepsPerSlot);
      const covered = Math.min(step + steps, (slot + 1) * stepsPerSlot) - from;
      if (covered > (slots[slot]?.steps ?? 0)) {
        slots[slot] = { name: `${root}:${quality}`, steps: covered };
      }
    }
  }
  return Array.from(slots, (slot) => slot?.name).filter((name) => name !== undefined);
}

function approachesOf(slots: readonly string[], mode: Mode): HarmonyModel["approaches"] {
  const found = slots.filter((name, i) => {
    const next = slots[i + 1];
    return next !== undefined && name !== next && isTonic(next, mode) && leadsHome(name);
  });
  const counts = new Map([["7:maj", 1 + DOMINANT_SHARE * found.length]]);
  for (const name of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ harmony: parseHarmony(name), count }));
}

function isTonic(name: string, mode: Mode): boolean {
  const { root, quality } = parseHarmony(name);
  return root === 0 && (chordIntervals(quality)[1] === 4) === (mode === "major");
}

// Dominant, subdominant, lowered seventh, supertonic and leading-tone chords.
function leadsHome(name: string): boolean {
  return [7, 5, 10, 2, 11].includes(parseHarmony(name).root);
}
