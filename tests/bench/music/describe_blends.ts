import type { Verdict, Verdicts } from "./attribution.ts";
import type { Blend } from "./blend.ts";
import type { Chapter } from "./chapter.ts";
import type { Quotes } from "./judge_originality.ts";
import { sharesOf } from "./judge_shares.ts";

export type Judged = {
  readonly quotes: ReadonlyMap<Blend, Quotes>;
  readonly verdicts: ReadonlyMap<Blend, Verdicts>;
  readonly outside: ReadonlyMap<Blend, readonly string[]>;
};

/** What was found of each piece, one line for each. */
export function describeBlends(blends: readonly Blend[], judged: Judged): Chapter {
  return {
    title: "Piece by piece",
    goals: [],
    rows: [
      [
        "songs",
        "seed",
        "s",
        "key, form",
        "melody runs",
        "bass runs",
        "shares %",
        "ranks",
        "ranks by viewpoint",
        "outside the human band",
        "first bar ms",
        "×",
      ],
      ...blends.map((blend) => describeBlend(blend, judged)),
    ],
  };
}

/** Of 13; marked where another song of the blend ranks before it. */
function describeRank({ rank, isBestOfThree }: Verdict): string {
  return `${rank}${isBestOfThree ? "" : "!"}`;
}

function describeBlend(blend: Blend, { quotes, verdicts, outside }: Judged): string[] {
  const { triple, report } = blend;
  const { melody, bass } = quotes.get(blend)!;
  return [
    blend.name,
    `${triple.seed}`,
    `${triple.lengthSeconds}`,
    `${report.key}, ${report.form}`,
    melody.map(({ longest }) => longest).join("/"),
    bass.map(({ longest }) => longest).join("/"),
    sharesOf(blend.notes).map((share) => Math.round(share * 100)).join("/"),
    verdicts.get(blend)!.bySong.map((verdict) => verdict ? describeRank(verdict) : "–").join("/"),
    verdicts.get(blend)!.byViewpoint.entries()
      .map(([viewpoint, verdict]) => `${viewpoint} ${describeRank(verdict)}`).toArray().join(", "),
    outside.get(blend)!.join(", "),
    blend.firstBarMs.toFixed(0),
    (triple.lengthSeconds * 1000 / blend.composeMs).toFixed(0),
  ];
}
