// Tests that need an installed program are ignored, loudly, where it is missing; in CI they fail.

export type Need = { readonly ignore: boolean };

/** The options of tests that need `program`, found at `path` or not at all. */
export function needProgram(program: string, path: string | undefined): Need {
  if (path !== undefined) return { ignore: false };
  if (Deno.env.get("CI") === "true") throw new Error(`Cannot test as ${program} is not installed`);
  const warning = `\n!!! ${program} is not installed: the tests that need it are ignored !!!\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(warning));
  return { ignore: true };
}

/** The first of the paths at which there is a file. */
export function firstFile(paths: readonly string[]): string | undefined {
  return paths.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** A TCP port of the loopback that nobody listens on just now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Runs a shell script when this process is gone, however it ended. */
export async function runAtExit(script: string): Promise<void> {
  const wait = `while kill -0 ${Deno.pid} 2>/dev/null; do sleep 0.5; done`;
  await runShell(`(${wait}; ${script}) </dev/null >/dev/null 2>&1 &`);
}

/** Runs a shell script to its end. What it starts in the background must not hold its output. */
export async function runShell(script: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("sh", { args: ["-c", script] })
    .output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (!success) throw new Error(`Cannot run "${script}": ${decode(stdout)} ${decode(stderr)}`);
  return decode(stdout);
}
