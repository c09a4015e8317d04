// Time as a parameter, so that nothing in the channel has to be waited for in a test.

export interface Clock {
  /** Milliseconds that never step back. */
  nowMs(): number;
  /** Runs once; calling the answer stops it. */
  startTimer(callback: () => void, delayMs: number): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  startTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Runs again and again until the answer is called. */
export function repeat(clock: Clock, everyMs: number, run: () => void): () => void {
  let stop = clock.startTimer(tick, everyMs);
  function tick(): void {
    stop = clock.startTimer(tick, everyMs);
    run();
  }
  return () => stop();
}
