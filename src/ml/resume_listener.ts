import type { GenerateListener, MlCall } from "./ml_client.ts";

/**
 * Passes on what is new and nothing after an abort: when a call is tried again, bars that were
 * delivered already are left out, and progress never goes back.
 */
export function resumeListener(
  { signal, onProgress, onBars }: GenerateListener & MlCall,
): GenerateListener {
  let reported = 0;
  let nextBar = 0;
  return {
    onProgress(progress, message) {
      if (signal.aborted || progress < reported) return;
      reported = progress;
      onProgress(progress, message);
    },
    onBars(line) {
      if (signal.aborted || line.start_bar < nextBar) return;
      nextBar = line.start_bar + line.bars;
      onBars(line);
    },
  };
}
