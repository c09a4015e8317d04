export type SampleLimits = {
  readonly most: number;
  /** None is begun later than this, so that a busy machine does not make the whole run long. */
  readonly withinMs: number;
};

/** What a measurement gave, each time it was made: at least once. */
export async function collectSamples<T>(
  measure: (count: number) => Promise<T>,
  { most, withinMs }: SampleLimits,
): Promise<T[]> {
  const startMs = performance.now();
  const samples: T[] = [];
  do samples.push(await measure(samples.length)); while (
    samples.length < most && performance.now() - startMs < withinMs
  );
  return samples;
}
