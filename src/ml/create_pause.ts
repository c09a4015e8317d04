import { setImmediate } from "node:timers/promises";

/** Gives a function that lets the event loop turn when it has not for `everyMs`. */
export function createPause(everyMs: number): () => Promise<void> {
  let turnedAt = performance.now();
  return async function pause() {
    if (performance.now() - turnedAt < everyMs) return;
    await setImmediate();
    turnedAt = performance.now();
  };
}
