/** Tries until `check` does not throw; its last error is thrown when the time is up. */
export async function eventually(
  check: () => unknown,
  { timeoutMs = 15_000, everyMs = 50 } = {},
): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return void await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
