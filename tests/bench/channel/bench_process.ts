// A process of a measurement, held to one core: what it is told and what it says, line by line.

import { TextLineStream } from "../../../src/program/text_line_stream.ts";

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  /** The core it runs on. */
  readonly core: number;
};

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

  get pid(): number {
    return this.#child.pid;
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
