// Which song leads what in which section, before a note is composed.

import { assignSources, type Slot } from "./assign_sources.ts";
import { type Aspect, type Blend, normalise } from "./blend.ts";
import { type Cast, type Company, takeTurns } from "./cast.ts";
import type { BassModel } from "../learn/bass_model.ts";
import type { CompingModel } from "../learn/comping_model.ts";
import type { Shares, Source } from "../composition.ts";
import type { DrumModel } from "../learn/drum_model.ts";
import { PHRASE_BARS, type SectionPlan } from "./form.ts";
import type { HarmonyModel } from "../learn/harmony_model.ts";
import type { PartName } from "./instruments.ts";
import { layersOf } from "./layers.ts";
import { drawPattern, IDEA_BARS, MAX_TUNE_NOTES_PER_SECOND } from "../tune/melody.ts";
import type { MelodyModel } from "../learn/melody_model.ts";
import type { Companies, Studio } from "../studio.ts";

/** Who plays the material of a letter, in turns. */
export type LetterCasts = {
  readonly harmony: Cast<HarmonyModel>;
  readonly comping: Cast<CompingModel>;
  readonly drums: Cast<DrumModel>;
  readonly bass: Cast<BassModel>;
  readonly melody: Cast<MelodyModel>;
  readonly counter: Cast<MelodyModel>;
  /** Which ideas the tune is made of: `abac`. */
  readonly pattern: string;
};

/** Casts every letter of the form so that each role has its leader and each song is heard. */
export function castLetters(
  studio: Studio,
  form: readonly SectionPlan[],
): ReadonlyMap<string, LetterCasts> {
  const { companies, random, knobs, weights } = studio;
  const parts = [...new Set(form.map(({ letter }) => letter))]
    .map((letter) => planLetter(letter, studio, form));
  const slots = parts.flatMap(({ turns }) => Object.values(turns).flat());
  const sources = assignSources(slots, {
    shares: sharesOf(companies),
    floors: floorsFor(weights),
    jitter: knobs.jitter,
  }, random.fork("casting"));
  const sourceOf = new Map(slots.map((slot, i) => [slot, sources[i]!]));
  return new Map(parts.map(({ letter, pattern, turns }) => {
    const inTurn = <Model>(company: Company<Model>, of: readonly Slot[]) =>
      takeTurns(company, of.map((slot) => sourceOf.get(slot)!));
    return [letter, {
      pattern,
      harmony: inTurn(companies.harmony, turns.harmony),
      comping: inTurn(companies.comping, turns.comping),
      drums: inTurn(companies.drums, turns.drums),
      bass: inTurn(companies.bass, turns.bass),
      melody: inTurn(companies.melody, turns.melody),
      counter: inTurn(companies.melody, turns.counter),
    }];
  }));
}

/** A song of weight has at least this share of what its weight would give it of all notes. */
const FLOOR = 0.6;

function floorsFor(weights: Shares): Shares {
  const greatest = Math.max(...weights);
  const [first, second, third] = normalise(weights.map((weight) => weight / greatest));
  return [FLOOR * first, FLOOR * second, FLOOR * third];
}

function sharesOf({ harmony, comping, drums, bass, melody }: Companies): Blend {
  return {
    harmony: harmony.shares,
    comping: comping.shares,
    drums: drums.shares,
    bass: bass.shares,
    melody: melody.shares,
  };
}

type LetterPlan = {
  readonly letter: string;
  readonly pattern: string;
  /** In the order in which the composers ask. */
  readonly turns: Readonly<Record<Aspect | "counter", readonly Slot[]>>;
};

/** How much of a letter each turn is: its groove, the bars that turn its phrases around. */
const BASS_TURNS = [0.75, 0.25];
const FILL_TURN = 0.1;
/** Notes of a pad in a bar, and of a counter-melody. */
const PAD_NOTES = 3.5;
const COUNTER_NOTES = 3;

function planLetter(
  letter: string,
  { companies, random, duration }: Studio,
  form: readonly SectionPlan[],
): LetterPlan {
  const sections = form.filter((plan) => plan.letter === letter);
  const barsOf = (part: PartName) =>
    sections.filter((plan) => layersOf(plan).includes(part))
      .reduce((sum, { bars }) => sum + bars, 0);
  const bars = Math.max(...sections.map((plan) => plan.bars));
  const pattern = drawPattern(Math.ceil(bars / IDEA_BARS), random.fork("pattern", letter));
  const ideas = [...new Set(pattern)];
  const phrases = Math.ceil(bars / PHRASE_BARS);
  const heard = sections.reduce((sum, plan) => sum + plan.bars, 0);
  const { comping, drums, bass, melody } = companies;
  const slot = (aspect: Aspect, size: number, notesOf: (source: Source) => number): Slot => {
    const notes = (source: Source) => companies[aspect].shares[source] > 0 ? notesOf(source) : NaN;
    return { aspect, size, notes: [notes(0), notes(1), notes(2)] };
  };
  const inPart = (aspect: Aspect, part: PartName, share: number, perBar: (s: Source) => number) =>
    slot(aspect, share * barsOf(part), (source) => share * barsOf(part) * perBar(source));
  const most = MAX_TUNE_NOTES_PER_SECOND * duration.secondsPerBar;
  const tuneDensity = (source: Source) => Math.min(melody.modelOf(source).rhythm.density, most);
  const beat = inPart("drums", "drums", 0.5, (source) => 2 * drums.modelOf(source).beatDensity);
  return {
    letter,
    pattern,
    turns: {
      harmony: Array.from(
        { length: phrases },
        () => slot("harmony", heard / phrases, () => PAD_NOTES * barsOf("pad") / phrases),
      ),
      comping: [inPart("comping", "chords", 1, (source) => comping.modelOf(source).density)],
      drums: [
        beat,
        {
          ...inPart("drums", "drums", 0.5, (source) => 2 * drums.modelOf(source).timeDensity),
          partner: beat,
        },
        inPart("drums", "drums", FILL_TURN, () => 6),
      ],
      bass: BASS_TURNS.map((share) =>
        inPart("bass", "bass", share, (source) => bass.modelOf(source).rhythm.density)
      ),
      melody: ideas.map((idea) =>
        inPart(
          "melody",
          "melody",
          [...pattern].filter((other) => other === idea).length / pattern.length,
          tuneDensity,
        )
      ),
      counter: [
        slot("melody", 0, () => COUNTER_NOTES * barsOf("counter")),
      ],
    },
  };
}
