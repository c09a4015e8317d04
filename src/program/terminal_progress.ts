// A blend as a line of text that redraws itself, or as plain lines where nobody watches.

import type { Frame } from "../client/wire.ts";

const BAR_WIDTH = 32;

export interface TerminalProgress {
  show(frame: Frame): void;
}

export function createTerminalProgress(
  print: (text: string) => void,
  isTerminal = Deno.stdout.isTerminal(),
): TerminalProgress {
  let stage = "queued";
  let percent = 0;
  let bars = 0;

  function draw(isLast: boolean): void {
    if (isTerminal) print(`\r\x1b[K${line(stage, percent, bars)}${isLast ? "\n\n" : ""}`);
  }

  return {
    show(frame) {
      if (frame.type === "progress") percent = frame.progress;
      else if (frame.type === "bars") bars = frame.startBar + frame.bars;
      else if (frame.type === "stage") stage = frame.stage;
      else if (frame.type === "completed") [stage, percent] = ["done", 100];
      else return;
      const isStep = frame.type === "stage" || frame.type === "completed";
      if (!isTerminal && isStep) print(`${line(stage, percent, bars)}\n`);
      draw(frame.type === "completed");
    },
  };
}

function line(stage: string, percent: number, bars: number): string {
  const filled = Math.round(BAR_WIDTH * percent / 100);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const composed = bars > 0 ? `  ${bars} bars` : "";
  return `${bar} ${String(percent).padStart(3)} %  ${stage}${composed}`;
}
