import { pause } from "./pause.ts";

const LOOK_EVERY_MS = 2;

/** Waits until something is so. @throws {Error} when it is not in time. */
export async function untilTrue(isSo: () => boolean, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`It did not happen within ${timeoutMs} ms`);
    await pause(LOOK_EVERY_MS);
  }
}
