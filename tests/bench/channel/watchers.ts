// The watchers of a server as the bench sees them: thousands of sockets in one process.

import { BenchProcess } from "./bench_process.ts";
import type { Server } from "./contenders.ts";
import type { Programs } from "./programs.ts";

const CLIENT_CORE = 1;

export type Count = {
  /** Delivered to all watchers together since `begin`. */
  readonly frames: number;
  /** Places where a watcher got another frame than the next one. */
  readonly gaps: number;
  readonly repeats: number;
  /** CPU time of the client itself. */
  readonly cpuMs: number;
  /** From the making of a frame to its receipt. */
  readonly p50Ms: number;
  readonly p99Ms: number;
};

export class Watchers implements AsyncDisposable {
  readonly #process: BenchProcess;

  constructor(process: BenchProcess) {
    this.#process = process;
  }

  /** Resolves when all of them watch. */
  static async open(
    programs: Programs,
    { path, protocol, greeting }: Pick<Server, "path" | "protocol" | "greeting">,
    { port, count }: { readonly port: number; readonly count: number },
  ): Promise<Watchers> {
    const args = [`${port}`, path, `${count}`, protocol];
    const process = new BenchProcess({
      program: programs.watchers,
      args: greeting === undefined ? args : [...args, greeting],
      core: CLIENT_CORE,
    });
    try {
      await process.answer<{ ready: number }>();
      return new Watchers(process);
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
  }

  begin(): Promise<void> {
    return this.#process.tell("begin");
  }

  /** Sends a text on each. */
  say(text: string): Promise<void> {
    return this.#process.tell(`say ${text}`);
  }

  /** Stops reading on the first few. */
  pause(count: number): Promise<void> {
    return this.#process.tell(`pause ${count}`);
  }

  async frames(): Promise<number> {
    return (await this.#process.ask<{ frames: number }>("count")).frames;
  }

  report(): Promise<Count> {
    return this.#process.ask("report");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}
