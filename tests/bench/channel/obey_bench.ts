// A server under measurement does what the bench tells it, a line of JSON each, on Deno and on Node.

import process from "node:process";
import { createInterface } from "node:readline";
import type { Frame } from "../../../src/jobs/frame.ts";
import { makeFrame } from "./watched_job.ts";

export type Order =
  | Publish & { readonly do: "publish" | "begin to publish" }
  | { readonly do: "collect garbage" | "tell" };

export type Publish = {
  readonly frames: number;
  readonly perSecond: number;
  /** So many make a small frame or a large one. */
  readonly notes: number;
};

export type Obedience = {
  readonly send: (frame: Frame) => void;
  /** What the server knows of itself. */
  readonly tell?: () => unknown;
};

/** Says where the server listens, and obeys until the input ends. */
export async function obeyBench(port: number, { send, tell }: Obedience): Promise<never> {
  const publisher = new Publisher(send);
  say({ port });
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    if (order.do === "publish") await publisher.publish(order);
    else if (order.do === "begin to publish") void publisher.publish(order);
    else if (order.do === "collect garbage") (globalThis as { gc?: () => void }).gc!();
    say(order.do === "tell" ? tell?.() : { done: order.do });
  }
  process.exit(0);
}

class Publisher {
  readonly #send: Obedience["send"];
  #count = 0;

  constructor(send: Obedience["send"]) {
    this.#send = send;
  }

  /** Each frame at its time; those that are late at once. */
  publish({ frames, perSecond, notes }: Publish): Promise<void> {
    const startMs = performance.now();
    let sent = 0;
    // Node 20 has no `Promise.withResolvers`.
    return new Promise((resolve) => {
      const step = () => {
        const passedMs = performance.now() - startMs;
        const due = Math.min(Math.floor(passedMs / 1000 * perSecond) + 1, frames);
        for (; sent < due; sent++) this.#send(makeFrame(++this.#count, notes));
        if (sent === frames) resolve();
        else setTimeout(step, Math.max(0, sent / perSecond * 1000 - passedMs));
      };
      step();
    });
  }
}

function say(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
