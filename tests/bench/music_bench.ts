// `deno task bench:music [folder]`: blends twenty triples of real songs and judges them as the
// issue of good music can be judged by numbers. Takes some minutes; for a part of it
// `--only=compose`, for fewer pieces `--triples=<n>`, to look and listen `--out=<folder>`.

import { parseArgs } from "node:util";
import { describeMachine } from "./describe_machine.ts";
import { formatChapters } from "./format_chapters.ts";
import { learnAuthors } from "./music/attribution.ts";
import { type Blend, makeBlend } from "./music/blend.ts";
import type { Chapter } from "./music/chapter.ts";
import { loadCorpus, type Song } from "./music/corpus.ts";
import { describeBlends } from "./music/describe_blends.ts";
import { judgeAttribution } from "./music/judge_attribution.ts";
import { judgeMeasures } from "./music/judge_measures.ts";
import { judgeOriginality } from "./music/judge_originality.ts";
import { judgePace } from "./music/judge_pace.ts";
import { judgeRendering } from "./music/judge_rendering.ts";
import { judgeShares } from "./music/judge_shares.ts";
import { judgeSwaps } from "./music/judge_swaps.ts";
import { spreadOut } from "./music/spread_out.ts";
import { TRIPLES } from "./music/triples.ts";
import { writeBlends } from "./music/write_blends.ts";

const DEFAULT_FOLDER = new URL("../../../shared/midi", import.meta.url).pathname;

const NOTHING_RENDERED = { chapter: undefined, mp3s: new Map<Blend, Uint8Array>() };

if (import.meta.main) await main(Deno.args);

async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      only: { type: "string" },
      out: { type: "string" },
      triples: { type: "string", default: `${TRIPLES.length}` },
    },
  });
  if (![undefined, "compose", "render"].includes(values.only)) {
    throw new Error("--only must be compose or render");
  }
  const corpus = await loadCorpus(positionals[0] ?? DEFAULT_FOLDER);
  print("Composing …");
  const blends = blendAll(corpus, Number(values.triples));
  print("Judging …");
  const chapters = values.only === "render" ? [] : judgeComposing(blends, corpus);
  const rendered = values.only === "compose" ? NOTHING_RENDERED : await render(blends);
  const { chapter, mp3s } = rendered;
  if (values.out !== undefined) await writeBlends(values.out, blends, mp3s);
  print(`\n${formatChapters([...chapters, ...chapter ? [chapter] : []])}\n\n${describeMachine()}`);
}

async function render(blends: readonly Blend[]): ReturnType<typeof judgeRendering> {
  print("Rendering …");
  return await judgeRendering(someOf(blends));
}

/** Six blends, where all would take too long: two of bands, two of chamber music, two of both. */
function someOf(blends: readonly Blend[]): Blend[] {
  return spreadOut(blends, 0, 6);
}

function blendAll(corpus: readonly Song[], count: number): Blend[] {
  const byName = new Map(corpus.map((song) => [song.name, song]));
  return TRIPLES.slice(0, count).map((triple) => {
    const songs = triple.songs.map((name) => {
      const song = byName.get(name);
      if (song) return song;
      throw new Error(`Cannot blend "${name}" as the folder of songs does not have it`);
    });
    return makeBlend(triple, songs as [Song, Song, Song]);
  });
}

function judgeComposing(blends: readonly Blend[], corpus: readonly Song[]): Chapter[] {
  const originality = judgeOriginality(blends, corpus);
  const authors = learnAuthors(corpus);
  const attribution = judgeAttribution(blends, corpus, authors);
  const measures = judgeMeasures(blends, corpus);
  return [
    originality.chapter,
    judgeShares(blends),
    attribution.chapter,
    judgeSwaps(someOf(blends), corpus, authors),
    measures.chapter,
    judgePace(blends),
    describeBlends(blends, {
      quotes: originality.quotes,
      verdicts: attribution.verdicts,
      outside: measures.outside,
    }),
  ];
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
