import { type Figure, isMet, median } from "../figure.ts";
import { describeSpread } from "../describe_spread.ts";
import { describeTarget } from "../describe_target.ts";
import type { Blend } from "./blend.ts";
import type { Chapter } from "./chapter.ts";

const MAX_LENGTH_ERROR_BARS = 1;

/** How long the pieces are, and how long they took. */
export function judgePace(blends: readonly Blend[]): Chapter {
  const errors = blends.map(lengthErrorBars);
  const worst = Math.max(...errors);
  const figures: Figure[] = [
    {
      name: "time to the first bar, reading and analysis included",
      unit: "ms",
      target: { atMost: 1000 },
      samples: blends.map(({ firstBarMs }) => firstBarMs),
    },
    {
      name: "composing, of real time on one core",
      unit: "×",
      target: { atLeast: 50 },
      samples: blends.map(({ triple, composeMs }) => triple.lengthSeconds * 1000 / composeMs),
    },
    {
      name: "reading, analysis and composing, of real time",
      unit: "×",
      target: { atLeast: 50 },
      samples: blends.map(({ triple, totalMs }) => triple.lengthSeconds * 1000 / totalMs),
    },
  ];
  return {
    title: "Length and speed",
    goals: [
      {
        name: "length error",
        target: `≤ ${MAX_LENGTH_ERROR_BARS} bar each`,
        found: `median ${median(errors).toFixed(3)}, max ${worst.toFixed(3)} bars`,
        isMet: worst <= MAX_LENGTH_ERROR_BARS,
      },
      ...figures.map((figure) => ({
        name: figure.name,
        target: describeTarget(figure),
        found: describeSpread(figure.samples, figure.unit),
        isMet: isMet(figure),
      })),
    ],
    rows: [],
  };
}

/** How far the file's length is from the one asked for. */
export function lengthErrorBars({ piece, triple, secondsPerBar }: Blend): number {
  const [tempo] = piece.tempos;
  const seconds = piece.durationTicks / piece.ticksPerQuarter * tempo!.microsecondsPerQuarter / 1e6;
  return Math.abs(seconds - triple.lengthSeconds) / secondsPerBar;
}
