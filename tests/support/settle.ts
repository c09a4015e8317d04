const TURNS_TO_SETTLE = 100;

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  for (let i = 0; i < TURNS_TO_SETTLE; i++) await Promise.resolve();
}
