// The drumming of a song: its bars, how typical each is, and its fills. A song without drums lends
// the rhythm of its other parts to a plain kit.

import { carriesBeat, CLOSED_HAT, KICK, SIDE_STICK, SNARE, voiceOf } from "./drum_kit.ts";
import { type Grid, strengthAt } from "../grid.ts";
import type { Hit, LineNote, Material } from "./material.ts";

/** Hits of one bar; steps count from its start. */
export type DrumBar = readonly Hit[];

export type DrumModel = {
  readonly bars: readonly DrumBar[];
  /** Section of the song that each bar belongs to, counted from 0. */
  readonly sections: readonly number[];
  /** The higher, the more typical of the song. */
  readonly typical: readonly number[];
  readonly fills: readonly DrumBar[];
  /** Hits per bar that carry the beat, and those that keep the time. */
  readonly beatDensity: number;
  readonly timeDensity: number;
};

export const MAX_HITS_PER_BAR = 40;
/** Fewer hits are no groove. */
const MIN_HITS = 8;

export function hasDrums(material: Material): boolean {
  return material.drums.length >= MIN_HITS;
}

/** Learns the drumming of a song, or makes a groove from its rhythm. */
export function learnDrums(material: Material, grid: Grid): DrumModel {
  if (!hasDrums(material)) return derivedModel(material, grid);
  const bars = barsOf(material.drums, grid);
  const chances = chancesOf(bars);
  const plain = grooveFromRhythm(material, grid);
  const labels = [...new Set(material.sections.map(({ label }) => label))];
  const sectionAt = (bar: number) =>
    labels.indexOf(
      material.sections.find(({ startBar, bars: count }) =>
        bar >= startBar && bar < startBar + count
      )?.label ?? "",
    );
  const ends = material.sections.map(({ startBar, bars: count }) => startBar + count - 1);
  const full = bars.map((bar) => bar.length === 0 ? bar : completeKit(bar, plain, grid));
  return {
    bars: full,
    sections: bars.map((_, i) => sectionAt(i)),
    typical: bars.map((bar) => typicality(bar, chances)),
    fills: ends.map((end) => bars[end] ?? []).filter((bar) => isFill(bar, chances)),
    ...densities(full),
  };
}

function densities(bars: readonly DrumBar[]): Pick<DrumModel, "beatDensity" | "timeDensity"> {
  const played = bars.filter((bar) => bar.length > 0);
  const hits = played.flat();
  const beats = hits.filter(({ key }) => carriesBeat(key)).length;
  const count = Math.max(1, played.length);
  return { beatDensity: beats / count, timeDensity: (hits.length - beats) / count };
}

function barsOf(hits: readonly Hit[], { stepsPerBar }: Grid): DrumBar[] {
  const bars: Hit[][] = [];
  for (const hit of hits) {
    const bar = Math.floor(hit.step / stepsPerBar);
    while (bars.length <= bar) bars.push([]);
    const placed = { ...hit, step: hit.step % stepsPerBar };
    const isDouble = bars[bar]!.some(({ step, key }) => step === placed.step && key === placed.key);
    if (!isDouble && bars[bar]!.length < MAX_HITS_PER_BAR) bars[bar]!.push(placed);
  }
  return bars;
}

function nameOf({ step, key }: Hit): string {
  return `${key}@${step}`;
}

function chancesOf(bars: readonly DrumBar[]): Map<string, number> {
  const played = bars.filter((bar) => bar.length > 0).length;
  const chances = new Map<string, number>();
  for (const hit of bars.flat()) {
    chances.set(nameOf(hit), (chances.get(nameOf(hit)) ?? 0) + 1 / played);
  }
  return chances;
}

// Bars of kick, snare and time that agree with the others are typical.
function typicality(bar: DrumBar, chances: ReadonlyMap<string, number>): number {
  if (bar.length < 2) return -Infinity;
  const roles = new Set(bar.map(({ key }) => roleOf(key))).size;
  return bar.reduce((sum, hit) => sum + 2 * chances.get(nameOf(hit))! - 1, 0) + 3 * roles;
}

// A bar without kick, snare or steady time borrows them from a plain groove in the song's rhythm.
function completeKit(bar: DrumBar, plain: DrumBar, { beats }: Grid): DrumBar {
  const playing = (role: DrumRole) => bar.filter(({ key }) => roleOf(key) === role);
  const borrowed = (role: DrumRole) => plain.filter(({ key }) => roleOf(key) === role);
  const full = DRUM_ROLES.flatMap((role) =>
    playing(role).length >= (role === "time" ? beats : 1) ? playing(role) : borrowed(role)
  );
  return full.sort((a, b) => a.step - b.step || a.key - b.key);
}

type DrumRole = "kick" | "answer" | "time";

const DRUM_ROLES: readonly DrumRole[] = ["kick", "answer", "time"];

function roleOf(key: number): DrumRole {
  if (voiceOf(key) === "kick") return "kick";
  return carriesBeat(key) ? "answer" : "time";
}

// Rare hits on drums that can roll make a fill.
function isFill(bar: DrumBar, chances: ReadonlyMap<string, number>): boolean {
  const rolls = bar.filter((hit) =>
    ["snare", "tom"].includes(voiceOf(hit.key)) && chances.get(nameOf(hit))! < 0.3
  );
  return rolls.length >= 3;
}

function derivedModel(material: Material, grid: Grid): DrumModel {
  const bar = grooveFromRhythm(material, grid);
  return { bars: [bar, bar], sections: [0, 0], typical: [1, 1], fills: [], ...densities([bar]) };
}

function grooveFromRhythm(material: Material, grid: Grid): DrumBar {
  const others = [...material.comping, ...material.melody];
  const low = material.bass.length > 0 ? material.bass : others;
  const snare = meanVelocity(others) < 70 ? SIDE_STICK : SNARE;
  const backbeats = backbeatsOf(grid);
  const kicks = kicksFrom(low, grid).filter((step) => !backbeats.includes(step));
  const unit = timeUnit(others, grid);
  const times = Array.from({ length: grid.stepsPerBar / unit }, (_, i) => i * unit);
  return [
    ...kicks.map((step) => ({ step, key: KICK, velocity: step === 0 ? 92 : 80 })),
    ...backbeats.map((step) => ({ step, key: snare, velocity: 82 })),
    ...times.map((step) => ({
      step,
      key: CLOSED_HAT,
      velocity: strengthAt(grid, step) > 0 ? 70 : 54,
    })),
  ].sort((a, b) => a.step - b.step || a.key - b.key);
}

/** Where a snare answers the kick: 2 and 4, the second half, the last beat of a waltz. */
function backbeatsOf({ beats, stepsPerBeat }: Grid): number[] {
  if (beats === 3 && stepsPerBeat === 4) return [2 * stepsPerBeat];
  if (beats === 7) return [4 * stepsPerBeat];
  const odd = Array.from({ length: Math.floor(beats / 2) }, (_, i) => (2 * i + 1) * stepsPerBeat);
  return odd.length > 0 ? odd : [0];
}

const MAX_KICKS = 4;

function kicksFrom(notes: readonly LineNote[], grid: Grid): number[] {
  const counts = new Array<number>(grid.stepsPerBar).fill(0);
  for (const { step } of notes) counts[step % grid.stepsPerBar]!++;
  const bars = new Set(notes.map(({ step }) => Math.floor(step / grid.stepsPerBar))).size;
  const kicks = counts
    .map((count, step) => ({ step, chance: count / Math.max(1, bars) }))
    .filter(({ step, chance }) => step > 0 && chance >= (strengthAt(grid, step) > 0 ? 0.4 : 0.6))
    .sort((a, b) => b.chance - a.chance)
    .slice(0, MAX_KICKS - 1)
    .map(({ step }) => step);
  return [0, ...kicks].sort((a, b) => a - b);
}

// Quavers, or beats where the song moves slowly.
function timeUnit(notes: readonly LineNote[], { stepsPerBeat }: Grid): number {
  if (stepsPerBeat === 6) return 2;
  const starts = new Set(notes.map(({ step }) => step));
  const beats = new Set([...starts].map((step) => Math.floor(step / stepsPerBeat)));
  const perBeat = starts.size / Math.max(1, beats.size);
  return perBeat < 1.2 ? stepsPerBeat : Math.max(1, stepsPerBeat / 2);
}

function meanVelocity(notes: readonly LineNote[]): number {
  return notes.reduce((sum, { velocity }) => sum + velocity, 0) / Math.max(1, notes.length);
}
