// SIGTERM or SIGINT asks the process to stop; another one, more than a second later, ends it.

/** A Ctrl+C in a terminal reaches the process twice when a task runner hands it on. */
const SECOND_SIGNAL_AFTER_MS = 1_000;

/** Resolves with the first signal. The second exits the process at once. */
export function stopSignal(): Promise<Deno.Signal> {
  const { promise, resolve } = Promise.withResolvers<Deno.Signal>();
  let firstAt: number | undefined;
  const listen = (signal: Deno.Signal) =>
    Deno.addSignalListener(signal, () => {
      firstAt ??= performance.now();
      resolve(signal);
      if (performance.now() - firstAt > SECOND_SIGNAL_AFTER_MS) Deno.exit(1);
    });
  listen("SIGTERM");
  listen("SIGINT");
  return promise;
}
