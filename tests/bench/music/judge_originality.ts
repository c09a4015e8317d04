import { median, quantile } from "../figure.ts";
import { type Auditor, createAuditor } from "./auditor.ts";
import type { Blend } from "./blend.ts";
import { type Chapter, percent } from "./chapter.ts";
import type { Song } from "./corpus.ts";
import { humanLine } from "./human_line.ts";
import type { SharedRuns } from "./shared_runs.ts";

/** Tokens of (interval, time): no longer run may be shared with a song. */
export const BOUND = 7;

/** The runs of melody and bass that each song has too. */
export type Quotes = Readonly<Record<Role, readonly SharedRuns[]>>;

type Role = "melody" | "bass";
const ROLES: readonly Role[] = ["melody", "bass"];

/** Whether a blend quotes its songs, beside how much people quote each other by chance. */
export function judgeOriginality(
  blends: readonly Blend[],
  corpus: readonly Song[],
): { readonly chapter: Chapter; readonly quotes: ReadonlyMap<Blend, Quotes> } {
  const auditor = createAuditor();
  const quotes = new Map(blends.map((blend) => [blend, quotesOf(blend, auditor)]));
  const kept = blends.filter((blend) => longestRun(quotes.get(blend)!) <= BOUND);
  const rows = ROLES.flatMap((role) => [
    describe(`blends, ${role}`, quotes.values().flatMap((quote) => quote[role]).toArray()),
    describe(`human pairs, ${role}`, compareHumans(corpus, role, auditor)),
  ]);
  return {
    quotes,
    chapter: {
      title: "Originality: runs of (interval, time) shared with a song",
      goals: [{
        name: `no run of more than ${BOUND} moves shared with a song`,
        target: "all pieces",
        found: `${kept.length} of ${blends.length}`,
        isMet: kept.length === blends.length,
      }],
      rows: [
        ["line", "longest run, median", "95 %", "max", "4-grams", "6-grams", "8-grams"],
        ...rows,
      ],
    },
  };
}

export function longestRun(quotes: Quotes): number {
  return Math.max(...ROLES.flatMap((role) => quotes[role]).map(({ longest }) => longest));
}

function quotesOf(blend: Blend, auditor: Auditor): Quotes {
  const of = (role: Role) => {
    const line = humanLine(blend, role);
    return blend.songs.map(({ piece }) => auditor.compare(line, piece));
  };
  return { melody: of("melody"), bass: of("bass") };
}

/** Every so manieth song is compared, with songs of its kind. */
const EVERY = 4;

function compareHumans(corpus: readonly Song[], role: Role, auditor: Auditor): SharedRuns[] {
  const compared = corpus.filter((_, index) => index % EVERY === 0);
  return compared.flatMap((song) => {
    const line = humanLine(song, role);
    const alike = corpus.filter((other) => other.kind === song.kind && other !== song);
    const others = [0, 1, 2].map((part) => alike[Math.floor(part * alike.length / 3)]!);
    return line.length > BOUND ? others.map(({ piece }) => auditor.compare(line, piece)) : [];
  });
}

function describe(name: string, runs: readonly SharedRuns[]): string[] {
  const longest = runs.map((run) => run.longest);
  const mean = (length: number) =>
    percent(runs.reduce((sum, run) => sum + run.shareOf(length), 0) / runs.length, 2);
  return [
    `${name} (n ${runs.length})`,
    `${median(longest)}`,
    `${quantile(longest, 0.95)}`,
    `${Math.max(...longest)}`,
    mean(4),
    mean(6),
    mean(8),
  ];
}
