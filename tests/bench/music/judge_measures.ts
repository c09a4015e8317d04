import { median, quantile } from "../figure.ts";
import type { Blend } from "./blend.ts";
import { type Chapter, percent } from "./chapter.ts";
import type { Kind, Song } from "./corpus.ts";
import { humanLine } from "./human_line.ts";
import { type Band, type Measure, type Measured, MEASURES } from "./measures.ts";
import { toScore } from "./score.ts";

const MIN_INSIDE = 0.85;

export type Inside = ReadonlyMap<Blend, readonly string[]>;

/** How the blends measure beside what people wrote; also the measures each blend misses. */
export function judgeMeasures(
  blends: readonly Blend[],
  corpus: readonly Song[],
): { readonly chapter: Chapter; readonly outside: ReadonlyMap<Blend, readonly string[]> } {
  const ours = new Map(blends.map((blend) => [blend, toMeasured(blend)]));
  const human = { rock: measuredOf(corpus, "rock"), chamber: measuredOf(corpus, "chamber") };
  const outside = new Map(blends.map((blend): [Blend, string[]] => [blend, []]));
  const rows = MEASURES.map((measure) => {
    const bands = {
      rock: bandOf(measure, "rock", human),
      chamber: bandOf(measure, "chamber", human),
    };
    const values = blends.map((blend) => {
      const value = measure.of(ours.get(blend)!);
      const [low, high] = hull(blend.songs.map(({ kind }) => bands[kind]));
      if (!(value >= low && value <= high)) {
        outside.get(blend)!.push(`${measure.name} ${describe(value)}`);
      }
      return value;
    });
    const missed = blends.filter((blend) =>
      outside.get(blend)!.some((miss) => miss.startsWith(measure.name))
    );
    return [
      measure.name,
      `${describe(median(values))} [${describeBand(spread(values))}]`,
      percent(1 - missed.length / blends.length),
      ...(["rock", "chamber"] as const).flatMap((kind) => [
        describe(median(human[kind].map(measure.of))),
        `${measure.known ? describe(measure.known[kind].median) : ""}`,
        `${describeBand(bands[kind])}${measure.known?.[kind].band ? "" : " *"}`,
      ]),
    ];
  });
  const misses = outside.values().reduce((sum, missed) => sum + missed.length, 0);
  const inside = 1 - misses / (blends.length * MEASURES.length);
  return {
    outside,
    chapter: {
      title: "Measures: beside what people wrote",
      goals: [{
        name: "measures inside the human band",
        target: `≥ ${percent(MIN_INSIDE)}`,
        found: percent(inside, 1),
        isMet: inside >= MIN_INSIDE,
      }],
      rows: [
        [
          "measure",
          "blends, median [5–95 %]",
          "inside",
          "rock here",
          "published",
          "band",
          "chamber here",
          "published",
          "band",
        ],
        ...rows,
      ],
      remarks: [
        "A blend is held to the band of the kind its songs are of; of songs of both kinds, to the hull " +
        "of both bands. Bands are 5–95 % of human pieces: published ones where there are, else (*) " +
        "those of the songs at hand.",
      ],
    },
  };
}

function toMeasured(blend: Pick<Song, "piece" | "analysis">): Measured {
  return {
    score: toScore(blend.piece),
    melody: humanLine(blend, "melody"),
    analysis: blend.analysis,
  };
}

function measuredOf(corpus: readonly Song[], kind: Kind): Measured[] {
  return corpus.filter((song) => song.kind === kind).map(toMeasured);
}

function bandOf(
  measure: Measure,
  kind: Kind,
  human: Readonly<Record<Kind, readonly Measured[]>>,
): Band {
  return measure.known?.[kind].band ?? spread(human[kind].map(measure.of));
}

function spread(values: readonly number[]): Band {
  return [quantile(values, 0.05), quantile(values, 0.95)];
}

function hull(bands: readonly Band[]): Band {
  return [Math.min(...bands.map(([low]) => low)), Math.max(...bands.map(([, high]) => high))];
}

function describeBand([low, high]: Band): string {
  return `${describe(low)}–${describe(high)}`;
}

function describe(value: number): string {
  return Number.isInteger(value) ? `${value}` : value.toFixed(2);
}
