// Every note gets a role: drums, melody, bass, chords or pad. A piece for piano alone has three of them.

import { type Accompaniment, chooseAccompaniment, type Rest } from "./accompaniment.ts";
import type { Part, PartNote, Role } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";
import { bassLine } from "./bass_line.ts";
import { chooseBass, chooseMelody, type LineChoice } from "./choose_lines.ts";
import { dropDoubles } from "./drop_doubles.ts";
import { type Layer, splitLayers } from "./layers.ts";
import { monophonic } from "./monophonic.ts";
import { isPitched } from "./program_roles.ts";
import { areInOrder, type GridTrack, placeOf } from "./quantise.ts";

/** Divides the tracks into parts, at most one for each role, in the order of the roles. */
export function splitRoles(tracks: readonly GridTrack[], grid: BarGrid): Part[] {
  const drums = tracks.filter(({ isDrums }) => isDrums);
  const layers = splitLayers(dropDoubles(pitchedTracks(tracks)), grid.stepsPerBar);
  const melody = pick(layers, chooseMelody(layers, grid), grid).map(toMelody);
  const withoutMelody = subtract(layers, melody);
  const bass = pick(withoutMelody, chooseBass(withoutMelody, grid), grid).map(toBass);
  const withoutLines = subtract(withoutMelody, bass);
  const rests = withoutOctaves(withoutOctaves(withoutLines, melody), bass);
  const { chords, pad }: Accompaniment = chooseAccompaniment(rests, grid);
  return [
    toPart("melody", melody),
    toPart("bass", bass),
    toPart("chords", chords),
    toPart("pad", pad),
    toPart("drums", drums),
  ].filter(({ notes }) => notes.length > 0);
}

function pitchedTracks(tracks: readonly GridTrack[]): GridTrack[] {
  const tuned = tracks.filter(({ isDrums }) => !isDrums);
  const pitched = tuned.filter(({ program }) => isPitched(program));
  return pitched.length > 0 ? pitched : tuned;
}

/** Of each layer the notes of the bars it was chosen for. */
function pick(layers: readonly Layer[], choice: LineChoice, grid: BarGrid): Layer[] {
  return layers.map((layer, index) => ({
    ...layer,
    notes: layer.notes.filter(({ startStep }) =>
      choice[Math.floor(startStep / grid.stepsPerBar)] === index
    ),
  }));
}

function toMelody(layer: Layer): Layer {
  return { ...layer, notes: monophonic(layer.notes, "highest") };
}

function toBass(layer: Layer): Layer {
  return { ...layer, notes: bassLine(layer.notes) };
}

/** The notes of each layer that the line of the same index does not have. */
function subtract(layers: readonly Layer[], lines: readonly Layer[]): Layer[] {
  return layers.map((layer, index) => {
    const leadAt = follow(lines[index]!.notes);
    const notes = layer.notes.filter(({ startStep, pitch }) => leadAt(startStep)?.pitch !== pitch);
    return { ...layer, notes };
  });
}

/** Leaves out what a hand plays an octave from its own melody or bass note, as long as that. */
function withoutOctaves(layers: readonly Layer[], lines: readonly Layer[]): Layer[] {
  return layers.map((layer, index) => {
    const leadAt = follow(lines[index]!.notes);
    const isDoubling = ({ startStep, pitch, steps }: PartNote) => {
      const lead = leadAt(startStep);
      return lead?.steps === steps && Math.abs(lead.pitch - pitch) === 12;
    };
    return { ...layer, notes: layer.notes.filter((note) => !isDoubling(note)) };
  });
}

/** Walks along a line: gives its note that starts at a step, when asked for steps in order. */
function follow(line: readonly PartNote[]): (startStep: number) => PartNote | undefined {
  let next = 0;
  return (startStep) => {
    while (next < line.length && line[next]!.startStep < startStep) next++;
    const note = line[next];
    return note?.startStep === startStep ? note : undefined;
  };
}

function toPart(role: Role, rests: readonly Rest[]): Part {
  const notes = onceEach(rests.flatMap((rest) => rest.notes));
  const isLine = role === "melody" || role === "bass";
  const most = rests.reduce((a, b) => b.notes.length > a.notes.length ? b : a, NO_REST);
  return {
    role,
    program: most.program,
    notes: isLine ? monophonic(notes, role === "bass" ? "lowest" : "highest") : notes,
  };
}

/** In order of places. */
function onceEach(notes: readonly PartNote[]): readonly PartNote[] {
  if (areInOrder(notes)) return notes;
  const sorted = notes.toSorted((a, b) => placeOf(a) - placeOf(b));
  return sorted.filter((note, i) =>
    i === sorted.length - 1 || placeOf(note) !== placeOf(sorted[i + 1]!)
  );
}

const NO_REST: Rest = { program: 0, notes: [] };
