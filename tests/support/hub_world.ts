// A hub over a log in memory, with a clock that a test moves.

import { createHub, type Hub, type HubParts } from "../../src/channel/hub.ts";
import type { Watch, Watcher } from "../../src/channel/watch.ts";
import { createLocalFanout, type Envelope } from "../../src/jobs/fanout.ts";
import { type Frame, isStored } from "../../src/jobs/frame.ts";
import type { Job } from "../../src/jobs/job.ts";
import { ManualClock } from "./manual_clock.ts";
import { MemoryFrameStore } from "./memory_frame_store.ts";
import { sampleJob } from "./sample_job.ts";
import { settle } from "./settle.ts";

export { settle };

export class HubWorld implements Disposable {
  readonly clock = new ManualClock();
  readonly frames = new MemoryFrameStore();
  readonly fanout = createLocalFanout();
  readonly warnings: string[] = [];
  readonly hub: Hub;

  constructor(options: Pick<HubParts, "checkMs"> = {}) {
    this.hub = createHub({
      ...options,
      frames: this.frames,
      fanout: this.fanout,
      clock: this.clock,
      log: {
        debug: () => {},
        info: () => {},
        warn: (message) => void this.warnings.push(message),
      },
    });
  }

  watch(after: number, watcher = new RecordingWatcher(), job: Job = sampleJob()): RecordingWatcher {
    watcher.watch = this.hub.watch(job, after, watcher);
    return watcher;
  }

  publish(...envelopes: readonly Envelope[]): void {
    for (const envelope of envelopes) this.fanout.publish(envelope);
  }

  /** Lets time pass second by second, with all that follows. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1000) {
      this.clock.advance(Math.min(1000, ms - passed));
      await settle();
    }
  }

  [Symbol.dispose](): void {
    this.hub[Symbol.dispose]();
  }
}

export class RecordingWatcher implements Watcher {
  readonly got: Frame[] = [];
  readonly texts: string[] = [];
  isReady = true;
  replayed: number | undefined;
  watch: Watch | undefined;

  begin(replayed: number): void {
    this.replayed = replayed;
  }

  send(text: string, frame: Frame): void {
    this.texts.push(text);
    this.got.push(frame);
  }

  canTake(): boolean {
    return this.isReady;
  }

  get storedSeqs(): number[] {
    return this.got.filter(({ type }) => isStored(type)).map(({ seq }) => seq);
  }

  get types(): string[] {
    return this.got.map(({ type }) => type);
  }
}
