/** Measures the gain of the piece in a file, unless it is the file that was measured last. */
export type TakeGain = (
  midi: Uint8Array,
  measure: () => Generator<unknown, number, void>,
) => Promise<number>;

/**
 * Gives a function that measures once what is rendered in several ways, one after the other: as a
 * whole, then track by track. `pause` is awaited again and again.
 */
export function createGainKeeper(pause: () => Promise<void>): TakeGain {
  let kept: { readonly midi: Uint8Array; readonly gain: number } | undefined;
  return async function takeGain(midi, measure) {
    if (kept && isSame(kept.midi, midi)) return kept.gain;
    const measuring = measure();
    let step = measuring.next();
    for (; !step.done; step = measuring.next()) await pause();
    kept = { midi, gain: step.value };
    return kept.gain;
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
