// Everything that is decided before the first note: metre, tempo, key, form, players and what each
// learnt from the songs.

import type { Mode } from "../analyse/analysis.ts";
import { type BassModel, learnBass } from "./learn/bass_model.ts";
import {
  type Aspect,
  type Blend,
  blendShares,
  consoleSongs,
  leaderOf,
  normalise,
  sharesAmong,
} from "./plan/blend.ts";
import { castAspect, type Company } from "./plan/cast.ts";
import { type CompingModel, hasComping, learnComping } from "./learn/comping_model.ts";
import type { ComposeOptions, Shares, Source, Sources, Weights } from "./composition.ts";
import { type DrumModel, hasDrums, learnDrums } from "./learn/drum_model.ts";
import { feltTempo } from "./learn/felt_tempo.ts";
import { type Grid, gridFor } from "./grid.ts";
import { type HarmonyModel, learnHarmony } from "./learn/harmony_model.ts";
import { atHome } from "./learn/home_key.ts";
import { HOUSE_SONG } from "./learn/house_band.ts";
import { chooseInstruments, type Instruments } from "./plan/instruments.ts";
import { type KeyPlan, planKeys } from "./plan/key_plan.ts";
import { type Knobs, turnKnobs } from "./plan/knobs.ts";
import { learnMaterial, type Material } from "./learn/material.ts";
import { learnMelody, type MelodyModel } from "./learn/melody_model.ts";
import { createRandom, type Random } from "./random.ts";
import { blendTempo, type Duration, fitBars, fitLength } from "./plan/tempo.ts";

export type Studio = {
  readonly grid: Grid;
  readonly mode: Mode;
  /** Pitch class. */
  readonly tonic: number;
  readonly keyPlan: KeyPlan;
  readonly duration: Duration;
  readonly knobs: Knobs;
  readonly weights: Weights;
  readonly random: Random;
  /** The songs that have weight. */
  readonly materials: readonly Material[];
  /** The song that leads harmony and form. */
  readonly formLeader: Material;
  /** The song whose players set the feel. */
  readonly feel: Material;
  readonly instruments: Instruments;
  readonly companies: Companies;
};

/** Who can play what. */
export type Companies = {
  readonly harmony: Company<HarmonyModel>;
  readonly comping: Company<CompingModel>;
  readonly drums: Company<DrumModel>;
  readonly bass: Company<BassModel>;
  readonly melody: Company<MelodyModel>;
};

const MIN_MELODY_NOTES = 8;
const MIN_BASS_NOTES = 6;
const MIN_CHORDS = 2;

/** Reads the options and learns from the songs. */
export function openStudio(songs: Sources, options: ComposeOptions): Studio {
  const sources: Sources = [atHome(songs[0]), atHome(songs[1]), atHome(songs[2])];
  const random = createRandom(options.seed);
  const knobs = turnKnobs(options);
  const blend = blendShares(options);
  const groove = leaderOf(blend.drums);
  const hasChords = (source: Source) => sources[source].chords.length > 0;
  const lead = leaderOf(sharesAmong(blend.harmony, hasChords) ?? blend.harmony);
  const grid = gridFor(sources[groove].meter, sources[groove].stepsPerBar);
  const mode = options.key?.mode ?? sources[lead].key.mode;
  const duration = durationOf(options, wishedTempo(sources, blend), grid);
  const hearing = { grid, mode, tempoBpm: duration.tempoBpm };
  const materials = ([0, 1, 2] as const).filter((source) => options.weights[source] > 0)
    .map((source) => learnMaterial(sources[source], source, hearing));
  const materialOf = (source: Source) => materials.find((material) => material.source === source)!;
  const houseBand = (source: Source) => learnMaterial(HOUSE_SONG, source, hearing);
  const companies = castAll({ materials, materialOf, houseBand, blend, grid, mode });
  return {
    grid,
    mode,
    tonic: options.key?.tonic ?? chooseTonic(sources, blend, random.fork("key")),
    keyPlan: planKeys(sources[lead], knobs, random.fork("keys")),
    duration,
    knobs,
    weights: options.weights,
    random,
    materials,
    formLeader: materialOf(lead),
    feel: materialOf(companies.drums.leader),
    instruments: chooseInstruments(materials, blend),
    companies,
  };
}

type CastingTask = Pick<Studio, "materials" | "grid" | "mode"> & {
  readonly blend: Blend;
  materialOf(source: Source): Material;
  houseBand(source: Source): Material;
};

const CAN_PLAY: Readonly<Record<Aspect, (material: Material) => boolean>> = {
  harmony: ({ chords }) => distinctChords(chords) >= MIN_CHORDS,
  comping: hasComping,
  drums: hasDrums,
  bass: ({ bass }) => bass.length >= MIN_BASS_NOTES,
  melody: ({ melody }) => melody.length >= MIN_MELODY_NOTES,
};

function castAll(task: CastingTask): Companies {
  const { materials, grid, mode } = task;
  const blend = consoleSongs(
    task.blend,
    (aspect, source) =>
      materials.some((material) => material.source === source && CAN_PLAY[aspect](material)),
  );
  const cast = <Model>(
    aspect: Aspect,
    learn: (material: Material) => Model,
    understudy = task.houseBand(leaderOf(blend[aspect])),
  ) =>
    castAspect({
      shares: blend[aspect],
      materials,
      canPlay: CAN_PLAY[aspect],
      learn,
      understudy,
    });
  return {
    harmony: cast("harmony", (material) => learnHarmony(material, grid, mode)),
    comping: cast("comping", (material) => learnComping(material, grid)),
    drums: castAspect({
      shares: drumShares(blend.drums, task),
      materials,
      canPlay: () => true,
      learn: (material) => learnDrums(material, grid),
      understudy: task.materialOf(leaderOf(blend.drums)),
    }),
    bass: cast("bass", (material) => learnBass(material, grid, mode)),
    melody: cast(
      "melody",
      (material) => learnMelody(material, task.houseBand(material.source), grid),
    ),
  };
}

/** What a song without drums drums of its share: it still has a rhythm to lend. */
const RHYTHM_SHARE = 0.25;

function drumShares(shares: Shares, { materials }: CastingTask): Shares {
  const drummers = new Set(materials.filter(hasDrums).map(({ source }) => source));
  return normalise(
    ([0, 1, 2] as const).map((source) =>
      shares[source] * (drummers.has(source) ? 1 : RHYTHM_SHARE)
    ),
  );
}

function distinctChords(chords: Material["chords"]): number {
  return new Set(chords.map(({ root, quality }) => `${root}:${quality}`)).size;
}

function durationOf({ lengthSeconds, tempoBpm }: ComposeOptions, wishBpm: number, grid: Grid) {
  return tempoBpm === undefined
    ? fitLength(lengthSeconds, wishBpm, grid)
    : fitBars(lengthSeconds, tempoBpm, grid);
}

// The song that leads the groove sets the tempo, the others pull at it by their share.
function wishedTempo(sources: Sources, { drums }: Blend): number {
  const order = ([0, 1, 2] as const).filter((source) => drums[source] > 0)
    .sort((a, b) => drums[b] - drums[a]);
  return blendTempo(order.map((source) => ({
    bpm: feltTempo(sources[source]),
    weight: drums[source],
  })));
}

// The tonic that is nearest to those of the songs, as far as they are sure of theirs.
function chooseTonic(sources: Sources, { harmony, melody }: Blend, random: Random): number {
  const costs = Array.from(
    { length: 12 },
    (_, tonic) =>
      ([0, 1, 2] as const).reduce((sum, source) => {
        const { key, keyConfidence } = sources[source];
        const weight = weightIn(harmony, melody, source) * (0.2 + keyConfidence);
        return sum + (weight > 0 ? weight * circular(key.tonic - tonic) : 0);
      }, 0.5 * random.next()),
  );
  return costs.indexOf(Math.min(...costs));
}

function weightIn(harmony: Shares, melody: Shares, source: Source): number {
  return harmony[source] + melody[source];
}

function circular(semitones: number): number {
  const up = ((semitones % 12) + 12) % 12;
  return Math.min(up, 12 - up);
}
