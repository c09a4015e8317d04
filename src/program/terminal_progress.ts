// A blend as a line of text that redraws itself, or as plain lines where nobody watches.

import type { ChannelMessage } from "../channel/protocol.ts";

const BAR_WIDTH = 32;

export interface TerminalProgress {
  show(message: ChannelMessage): void;
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
    show(message) {
      if (message.type === "progress") percent = message.progress;
      else if (message.type === "bars") bars = message.startBar + message.bars;
      else if (message.type === "stage") stage = message.stage;
      else if (message.type === "completed") [stage, percent] = ["done", 100];
      else return;
      const isStep = message.type === "stage" || message.type === "completed";
      if (!isTerminal && isStep) print(`${line(stage, percent, bars)}\n`);
      draw(message.type === "completed");
    },
  };
}

function line(stage: string, percent: number, bars: number): string {
  const filled = Math.round(BAR_WIDTH * percent / 100);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const composed = bars > 0 ? `  ${bars} bars` : "";
  return `${bar} ${String(percent).padStart(3)} %  ${stage}${composed}`;
}
