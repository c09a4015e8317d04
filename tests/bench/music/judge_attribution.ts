import { type Authors, learnAuthors, type Verdict } from "./attribution.ts";
import type { Blend } from "./blend.ts";
import { type Chapter, percent } from "./chapter.ts";
import type { Song } from "./corpus.ts";
import { recogniseHalves } from "./recognise_halves.ts";
import { VIEWPOINTS } from "./viewpoints.ts";

/** Strangers behind the song that was used. */
const MIN_BEHIND = 0.95;

/** Whether each song is recognised in what it was used for. */
export function judgeAttribution(
  blends: readonly Blend[],
  corpus: readonly Song[],
): { readonly chapter: Chapter; readonly verdicts: ReadonlyMap<Blend, readonly Verdict[]> } {
  const authors: Authors = learnAuthors(corpus);
  const verdicts = new Map(blends.map((blend) => [
    blend,
    authors.judge(blend.analysis, blend.songs, blend.triple.seed),
  ]));
  const all = verdicts.values().toArray().flat();
  const rows = VIEWPOINTS.map((viewpoint) => [
    ...describe(viewpoint, all.filter((verdict) => verdict.viewpoint === viewpoint)),
    ...describe("", recogniseHalves(corpus, viewpoint)).slice(2),
  ]);
  const best = share(all, ({ isBestOfThree }) => isBestOfThree);
  const behind = mean(all.map((verdict) => verdict.behind));
  return {
    verdicts,
    chapter: {
      title: "Attribution: who wrote this, by cross-entropy",
      goals: [
        {
          name: "strangers behind the song, in what it was given",
          target: `≥ ${percent(MIN_BEHIND)}`,
          found: percent(behind, 1),
          isMet: behind >= MIN_BEHIND,
        },
        {
          name: "the song is the likeliest of the three, in what it was given",
          target: "all",
          found: `${all.filter((verdict) => verdict.isBestOfThree).length} of ${all.length}`,
          isMet: best === 1,
        },
      ],
      rows: [
        [
          "viewpoint",
          "cases",
          "best of 3",
          "among the best 3 of 13",
          "best of 13",
          "strangers behind",
          "a song's own half: best of 3",
          "best 3",
          "best of 13",
          "strangers behind",
        ],
        ...rows,
      ],
    },
  };
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
