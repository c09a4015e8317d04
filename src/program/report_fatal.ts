import { messageOf } from "./message_of.ts";

/** Writes why a program cannot start, in the form of the log, which may not be there yet. */
export function reportFatal(error: unknown): void {
  const line = { time: new Date().toISOString(), level: "fatal", msg: messageOf(error) };
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
}
