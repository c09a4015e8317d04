import type { Authors, Verdict, Verdicts } from "./attribution.ts";
import type { Blend } from "./blend.ts";
import { type Chapter, type Goal, percent } from "./chapter.ts";
import type { Song } from "./corpus.ts";
import { recogniseHalves } from "./recognise_halves.ts";
import { GIVEN } from "./viewpoints.ts";

/** Strangers behind the song that was used. */
const MIN_BEHIND = 0.95;

/** Whether each song is recognised in what it was used for. */
export function judgeAttribution(
  blends: readonly Blend[],
  corpus: readonly Song[],
  authors: Authors,
): { readonly chapter: Chapter; readonly verdicts: ReadonlyMap<Blend, Verdicts> } {
  const verdicts = new Map(blends.map((blend) => [
    blend,
    authors.judge(blend.analysis, blend.songs, blend.triple.seed),
  ]));
  const all = verdicts.values().toArray();
  const bySong = GIVEN.map((_, index) => all.flatMap(({ bySong }) => bySong[index] ?? []));
  return {
    verdicts,
    chapter: {
      title: "Attribution: who wrote this, by cross-entropy",
      goals: goalsOf(all, bySong.flat()),
      rows: [
        HEAD,
        ...GIVEN.flatMap((viewpoints, index) => [
          [
            ...describe(`song ${index + 1}, by ${viewpoints.join(" and ")}`, bySong[index]!),
            ...describe("", recogniseHalves(corpus, viewpoints)).slice(-2),
          ],
          ...viewpoints.map((viewpoint) => [
            ...describe(viewpoint, all.flatMap((one) => one.byViewpoint.get(viewpoint) ?? [])),
            ...describe("", recogniseHalves(corpus, [viewpoint])).slice(-2),
          ]),
        ]),
      ],
      remarks: [
        "Each song is set beside the two others of the blend and ten songs that were not used. The " +
        "last columns are the same test on people: does a song know its own second half?",
      ],
    },
  };
}

const HEAD = [
  "heard in",
  "cases",
  "best of the 3",
  "among the best 3 of 13",
  "best of 13",
  "strangers behind",
  "people: best of 13",
  "strangers behind",
];

function goalsOf(all: readonly Verdicts[], verdicts: readonly Verdict[]): Goal[] {
  const trios = mean(all.map(({ triosBehind }) => triosBehind));
  const behind = mean(verdicts.map((verdict) => verdict.behind));
  const best = verdicts.filter(({ isBestOfThree }) => isBestOfThree);
  return [
    {
      name: "three songs that were not used rank behind the three that were",
      target: `≥ ${percent(MIN_BEHIND)}`,
      found: percent(trios, 1),
      isMet: trios >= MIN_BEHIND,
    },
    {
      name: "each song that was not used ranks behind, in what a song was given",
      target: `≥ ${percent(MIN_BEHIND)}`,
      found: percent(behind, 1),
      isMet: behind >= MIN_BEHIND,
    },
    {
      name: "a song is the likeliest of the three, in what it was given",
      target: "all",
      found: `${best.length} of ${verdicts.length}`,
      isMet: best.length === verdicts.length,
    },
  ];
}

function describe(name: string, verdicts: readonly Verdict[]): string[] {
  return [
    name,
    `${verdicts.length}`,
    percent(share(verdicts, ({ isBestOfThree }) => isBestOfThree)),
    percent(share(verdicts, ({ rank }) => rank <= 3)),
    percent(share(verdicts, ({ rank }) => rank === 1)),
    percent(mean(verdicts.map(({ behind }) => behind))),
  ];
}

function share<T>(values: readonly T[], isCounted: (value: T) => boolean): number {
  return values.filter(isCounted).length / Math.max(1, values.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
