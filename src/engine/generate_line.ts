import type { GenerateLine } from "../ml/schema.ts";
import type { TaskReport } from "./engine_message.ts";

/** A report as a line of a streamed `/generate` answer; a task of another kind has none. */
export function generateLine(report: TaskReport): GenerateLine | undefined {
  switch (report.type) {
    case "progress":
      return report;
    case "bars": {
      const { startBar, bars, secondsPerBar, tracks, notes } = report.bars;
      return {
        type: "bars",
        start_bar: startBar,
        bars,
        seconds_per_bar: secondsPerBar,
        ...(tracks
          ? { tracks: tracks.map(({ isDrums, ...track }) => ({ ...track, is_drums: isDrums })) }
          : {}),
        notes: notes.map((note) => [...note]),
      };
    }
    case "result":
      return { type: "result", midi_data: report.midi.toBase64(), report: report.report };
    case "audio":
      return undefined;
  }
}
