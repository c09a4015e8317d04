// The tables of a run over the test set.

import { percent } from "../music/chapter.ts";
import type { Judgement } from "./judge_query.ts";
import { QUERY_KINDS } from "./query_kinds.ts";
import { ABSENT } from "./test_query.ts";

export type Accuracy = {
  readonly first: number;
  readonly firstFive: number;
  /** Of those that were resolved: the share that got another song than the right one. */
  readonly confidentWrong: number;
};

/** `judgements` must be of songs that are there. */
export function measureAccuracy(judgements: readonly Judgement[]): Accuracy {
  const resolved = judgements.filter((each) => each.resolved !== undefined);
  return {
    first: shareOf(judgements, ({ rank }) => rank === 0),
    firstFive: shareOf(judgements, ({ rank }) => rank !== undefined),
    confidentWrong: shareOf(resolved, (each) => each.resolved === "wrong"),
  };
}

/** A row for each kind, their head first. */
export function accuracyRows(judgements: readonly Judgement[]): string[][] {
  const kinds = Map.groupBy(judgements, ({ query }) => query.kind);
  const rows = [...QUERY_KINDS.map(({ name }) => name), ABSENT]
    .flatMap((kind) => kinds.has(kind) ? [rowOf(kind, kinds.get(kind)!)] : []);
  const there = judgements.filter(({ query }) => query.kind !== ABSENT);
  return [
    ["kind", "queries", "first", "first five", "resolved", "left open", "confident wrong"],
    ...rows,
    ...there.length > 0 ? [rowOf("all that are there", there)] : [],
  ];
}

function rowOf(kind: string, judgements: readonly Judgement[]): string[] {
  const { first, firstFive, confidentWrong } = measureAccuracy(judgements);
  const isThere = judgements[0]?.query.kind !== ABSENT;
  const resolved = judgements.filter((each) => each.resolved !== undefined);
  const of = (verdict: Judgement["resolved"]) =>
    resolved.length === 0
      ? "–"
      : percent(shareOf(resolved, (each) => each.resolved === verdict), 1);
  return [
    kind,
    `${judgements.length}`,
    isThere ? percent(first, 1) : "–",
    isThere ? percent(firstFive, 1) : "–",
    isThere ? of("right") : "–",
    of("open"),
    resolved.length === 0 ? "–" : percent(confidentWrong, 2),
  ];
}

/** How often the first song is right, by the score it was given; queries for none included. */
export function calibrationRows(judgements: readonly Judgement[]): string[][] {
  const buckets = Map.groupBy(
    judgements,
    ({ found }) => found[0] === undefined ? -1 : Math.min(9, Math.floor(found[0].score * 10)),
  );
  const rows = [...buckets].toSorted(([left], [right]) => right - left).map(([bucket, each]) => [
    bucket < 0 ? "nothing found" : `${(bucket / 10).toFixed(1)}–${((bucket + 1) / 10).toFixed(1)}`,
    `${each.length}`,
    percent(shareOf(each, ({ rank }) => rank === 0), 1),
  ]);
  return [["score of the first", "queries", "first is right"], ...rows];
}

function shareOf<T>(list: readonly T[], isMeant: (each: T) => boolean): number {
  return list.length === 0 ? NaN : list.filter(isMeant).length / list.length;
}
