// A process under measurement, on a core of its own where `taskset` can give it one: what it says,
// line by line, and what it has used so far.

import { TextLineStream } from "../../../src/program/text_line_stream.ts";

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  /** The core it runs on. */
  readonly core: number;
};

const CLOCK_TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
const ANSWER_TIMEOUT_MS = 60_000;

export class BenchProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #name: string;

  constructor({ program, args, core }: Command) {
    this.#name = [program, ...args].join(" ");
    this.#child = new Deno.Command("taskset", {
      args: ["-c", `${core}`, program, ...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
  }

  async tell(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  /** The next line it says, which is JSON. */
  async answer<T>(): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`No answer in time from ${this.#name}`)),
      ANSWER_TIMEOUT_MS,
    );
    try {
      const { value } = await Promise.race([this.#lines.read(), late.promise]);
      if (value === undefined) throw new Error(`It ended: ${this.#name}`);
      return JSON.parse(value) as T;
    } finally {
      clearTimeout(timer);
    }
  }

  async ask<T>(line: string): Promise<T> {
    await this.tell(line);
    return await this.answer();
  }

  /** CPU time of all its threads so far, the kernel's work for it included. */
  cpuMs(): number {
    const stat = Deno.readTextFileSync(`/proc/${this.#child.pid}/stat`);
    // The name before may hold spaces; it ends with the last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 1000 / CLOCK_TICKS_PER_SECOND;
  }

  rssBytes(): number {
    const pages = Deno.readTextFileSync(`/proc/${this.#child.pid}/statm`).split(" ")[1];
    return Number(pages) * PAGE_BYTES;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // Gone already.
    }
    await this.#lines.cancel();
    await this.#input.abort().catch(() => {});
    await this.#child.status;
  }
}
