// A channel that can change what it stands on: watches move over, open requests are made again.

import type { Channel, SongSearch, Watcher } from "./channel.ts";
import { createFrameCursor } from "./frame_cursor.ts";
import type { Job, SongPage } from "./wire.ts";

type Footing = { readonly channel: Channel; readonly left: AbortController };
type Watch = { start(): void; stop(): void };

export class SwitchingChannel implements Channel {
  #footing: Footing;
  readonly #watches = new Set<Watch>();

  constructor(channel: Channel) {
    this.#footing = { channel, left: new AbortController() };
  }

  use(channel: Channel): void {
    if (channel === this.#footing.channel) return;
    const { left } = this.#footing;
    this.#footing = { channel, left: new AbortController() };
    left.abort();
    for (const watch of this.#watches) {
      watch.stop();
      watch.start();
    }
  }

  generate(request: Parameters<Channel["generate"]>[0], signal: AbortSignal): Promise<Job> {
    return this.#ask((channel, signal) => channel.generate(request, signal), signal);
  }

  search(query: SongSearch, signal: AbortSignal): Promise<SongPage> {
    return this.#ask((channel, signal) => channel.search(query, signal), signal);
  }

  cancel(jobId: string, signal: AbortSignal): Promise<void> {
    return this.#ask((channel, signal) => channel.cancel(jobId, signal), signal);
  }

  watch(jobId: string, after: number, watcher: Watcher): () => void {
    const cursor = createFrameCursor(after);
    const counted: Watcher = {
      ...watcher,
      onFrame: (frame) => cursor.accept(frame) && watcher.onFrame(frame),
    };
    let stopCurrent = () => {};
    const watch = {
      start: () => stopCurrent = this.#footing.channel.watch(jobId, cursor.seq(), counted),
      stop: () => stopCurrent(),
    };
    this.#watches.add(watch);
    watch.start();
    return () => {
      this.#watches.delete(watch);
      watch.stop();
    };
  }

  async #ask<T>(
    ask: (channel: Channel, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const footing = this.#footing;
    try {
      return await ask(footing.channel, AbortSignal.any([signal, footing.left.signal]));
    } catch (error) {
      if (signal.aborted || !footing.left.signal.aborted) throw error;
      return await this.#ask(ask, signal);
    }
  }
}
