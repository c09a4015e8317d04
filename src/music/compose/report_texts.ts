import type { TextEvent } from "../midi/piece.ts";
import type { ComposeReport, Shares } from "./composition.ts";

/** The report as the text events of the MIDI file: what people read, and all of it as JSON. */
export function reportTexts(report: ComposeReport): TextEvent[] {
  const { engine, options, key, tempoBpm, meter, form, bars, shares, roles, longestRuns } = report;
  const runs = (name: "melody" | "bass") => `${name} ${longestRuns[name].join(", ")}`;
  return [
    `Composed by ${engine} from three songs, seed ${options.seed}`,
    `${key}, ${meter}, ${tempoBpm} quarters a minute, ${bars} bars: ${form}`,
    `From songs 1, 2, 3: ${percents(shares)} of the notes`,
    ...roles.map((part) => `${part.role}: ${percents(part.shares)} of ${part.notes} notes`),
    `Longest runs shared with songs 1, 2, 3, at most ${longestRuns.bound}: ${runs("melody")}; ${
      runs("bass")
    }`,
    JSON.stringify({ engine, options }),
  ].map((text) => ({ startTicks: 0, text }));
}

function percents(shares: Shares): string {
  return shares.map((share) => `${Math.round(100 * share)} %`).join(", ");
}
