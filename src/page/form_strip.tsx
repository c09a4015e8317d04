// The sections of a blend, as wide as they are long. Pressing one plays it again and again.

import type { BlendReport } from "../client/report.ts";
import type { Job } from "../client/wire.ts";
import { ShareBar } from "./share_bar.tsx";
import type { Loop } from "./use_loop.ts";
import { sharesOf } from "./wording.ts";

type Section = BlendReport["sections"][number];

export type FormStripProps = {
  readonly report: BlendReport;
  readonly songs: Job["songs"];
  readonly loop: Loop | undefined;
  /** Undefined where there is nothing to hear. */
  readonly onLoop: ((loop: Loop | undefined) => void) | undefined;
};

export function FormStrip({ report, songs, loop, onLoop }: FormStripProps) {
  return (
    <ol class="form-strip">
      {report.sections.map((section) => {
        const stretch = stretchOf(section, report);
        const isLooped = loop?.startSeconds === stretch.startSeconds;
        return (
          <li key={section.startBar} style={{ flexGrow: section.bars }}>
            <button
              type="button"
              aria-pressed={isLooped ? "true" : "false"}
              aria-label={`Loop ${describe(section, songs)}`}
              title={describe(section, songs)}
              disabled={!onLoop}
              onClick={() => onLoop?.(isLooped ? undefined : stretch)}
            >
              <span class="section-name">{section.name}</span>
              <ShareBar shares={section.shares} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function stretchOf({ startBar, bars }: Section, { secondsPerBar }: BlendReport): Loop {
  return {
    startSeconds: startBar * secondsPerBar,
    endSeconds: (startBar + bars) * secondsPerBar,
  };
}

function describe({ name, startBar, bars, key, shares }: Section, songs: Job["songs"]): string {
  return `${name}, bars ${startBar + 1} to ${startBar + bars} in ${key}: ${
    sharesOf(shares, songs)
  }`;
}
