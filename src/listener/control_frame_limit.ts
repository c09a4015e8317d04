// Pings and pongs cost about as much as messages and say nothing: who floods us with them is cut.

/** Ten a second: far more than any heartbeat. */
export const MAX_CONTROL_FRAMES_PER_MINUTE = 600;

const WINDOW_MS = 60_000;

/** The count of one peer. */
export class ControlFrameLimit {
  #count = 0;
  #windowEndsAtMs = 0;

  /** Counts a frame; false when it is one too many. */
  allows(nowMs: number): boolean {
    if (nowMs >= this.#windowEndsAtMs) {
      this.#windowEndsAtMs = nowMs + WINDOW_MS;
      this.#count = 0;
    }
    return ++this.#count <= MAX_CONTROL_FRAMES_PER_MINUTE;
  }
}
