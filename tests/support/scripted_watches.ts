// The watches that a client asks a channel for, answered by a test.

import assert from "node:assert/strict";
import type { Channel, Watcher } from "../../src/client/channel.ts";
import type { Frame, Job } from "../../src/client/wire.ts";

export class ScriptedWatch {
  readonly after: number;
  readonly watcher: Watcher;
  isStopped = false;

  constructor(after: number, watcher: Watcher) {
    this.after = after;
    this.watcher = watcher;
  }

  job(job: Job): void {
    this.watcher.onJob(job);
  }

  say(...frames: Frame[]): void {
    for (const frame of frames) this.watcher.onFrame(frame);
  }
}

export class ScriptedWatches implements Pick<Channel, "watch"> {
  readonly all: ScriptedWatch[] = [];

  watch(_jobId: string, after: number, watcher: Watcher): () => void {
    const watch = new ScriptedWatch(after, watcher);
    this.all.push(watch);
    return () => watch.isStopped = true;
  }

  /** The newest watch. */
  get current(): ScriptedWatch {
    const watch = this.all.at(-1);
    assert.ok(watch, "nothing is watched");
    return watch;
  }
}
