// How long a client waits before it comes back.

const RECONNECT_MS = 100;

/** Ends early when the signal aborts. */
export async function pauseUnless(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, RECONNECT_MS);
  const end = () => resolve();
  signal.addEventListener("abort", end);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", end);
}
