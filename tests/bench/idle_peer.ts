import { TextLineStream } from "../../src/program/text_line_stream.ts";

/** An idle process beside the server. */
export type IdlePeer = AsyncDisposable & {
  /** The latest one of its timers fired since this was last asked. */
  readonly takeLagMs: () => Promise<number>;
};

export function startIdlePeer(): IdlePeer {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", new URL("./idle_process.ts", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const stdin = child.stdin.getWriter();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream()).getReader();
  return {
    async takeLagMs() {
      await stdin.write(new TextEncoder().encode("\n"));
      return Number((await lines.read()).value);
    },
    async [Symbol.asyncDispose]() {
      await stdin.close();
      await lines.cancel();
      await child.status;
    },
  };
}
