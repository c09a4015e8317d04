// Whatever happens to hints, reads, watchers and the clock: each watcher's stored frames are the
// log's after its cursor, in order, each once.

import assert from "node:assert/strict";
import fc from "fast-check";
import { CHECK_MS } from "../../src/channel/hub.ts";
import type { Envelope } from "../../src/jobs/fanout.ts";
import { isStored } from "../../src/jobs/frame.ts";
import { HubWorld, RecordingWatcher, settle } from "../support/hub_world.ts";

type Client = { readonly after: number; readonly watcher: RecordingWatcher };

class Model implements Disposable {
  readonly world = new HubWorld();
  readonly clients: Client[] = [];
  readonly hints: Envelope[] = [];
  readonly offences: string[] = [];

  open(after: number): void {
    const watcher = new RecordingWatcher();
    const send = watcher.send.bind(watcher);
    watcher.send = (text, frame) => {
      const place = watcher.storedSeqs.at(-1) ?? after;
      // Noted, not thrown: the hub would take a throw for the watcher's own fault.
      if (isStored(frame.type) && !watcher.isReady) this.offences.push("more than can be taken");
      if (!isStored(frame.type) && frame.seq !== place) this.offences.push("out of its place");
      send(text, frame);
    };
    this.clients.push({ after, watcher: this.world.watch(after, watcher) });
  }

  /** A break: the client comes back with the last stored `seq` it saw. */
  reopen({ after, watcher }: Client): void {
    watcher.watch?.close();
    this.clients.splice(this.clients.findIndex((client) => client.watcher === watcher), 1);
    this.check({ after, watcher });
    this.open(watcher.storedSeqs.at(-1) ?? after);
  }

  /** So far it got the next frames of the log and no others. */
  check({ after, watcher }: Client): void {
    const due = this.world.frames.frames().map(({ seq }) => seq).filter((seq) => seq > after);
    assert.deepEqual(watcher.storedSeqs, due.slice(0, watcher.storedSeqs.length));
  }

  checkAll(): void {
    for (const client of this.clients) this.check(client);
    assert.deepEqual(this.offences, []);
  }

  async calmDown(): Promise<void> {
    const { frames } = this.world;
    frames.isSlow = false;
    frames.failure = undefined;
    frames.release();
    for (const { watcher } of this.clients) {
      watcher.isReady = true;
      watcher.watch?.resume();
    }
    await this.world.pass(2 * CHECK_MS);
  }

  [Symbol.dispose](): void {
    this.world[Symbol.dispose]();
  }
}

type Step = (model: Model) => void | Promise<void>;

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];
const index = fc.nat({ max: 1000 });

const append: fc.Arbitrary<Step> = fc.boolean().map((isAttempt) => ({ world, hints }) => {
  hints.push(
    isAttempt
      ? world.frames.append("started", { attempt: 1 })
      : world.frames.append("stage", { stage: "generating" }),
  );
});

const progress: fc.Arbitrary<Step> = fc.constant(({ world, hints }) => {
  const fields = {
    progress: 1,
    progressBasis: "reported",
    stage: "generating",
    eta: null,
  } as const;
  hints.push(world.frames.unstored("progress", fields));
});

const hint: fc.Arbitrary<Step> = fc.record({ index, fate: fc.constantFrom("now", "twice", "lost") })
  .map(({ index, fate }) => ({ world, hints }) => {
    if (hints.length === 0) return;
    const at = index % hints.length;
    const [envelope] = fate === "twice" ? [hints[at]!] : hints.splice(at, 1);
    if (fate !== "lost") world.publish(envelope!);
  });

const inOrder: fc.Arbitrary<Step> = fc.constant(({ world, hints }) => {
  world.publish(...hints.splice(0));
});

const open: fc.Arbitrary<Step> = index.map((index) => (model) => {
  const seqs = [0, ...model.world.frames.frames().map(({ seq }) => seq)];
  if (model.clients.length < 4) model.open(pick(seqs, index)!);
});

const cut: fc.Arbitrary<Step> = index.map((index) => (model) => {
  const client = pick(model.clients, index);
  if (client !== undefined) model.reopen(client);
});

const slowClient: fc.Arbitrary<Step> = index.map((index) => ({ clients }) => {
  const watcher = pick(clients, index)?.watcher;
  if (watcher === undefined) return;
  watcher.isReady = !watcher.isReady;
  if (watcher.isReady) watcher.watch?.resume();
});

const log: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  ({ world }) => void (world.frames.isSlow = true),
  ({ world }) => void (world.frames.isSlow = false),
  ({ world }) => world.frames.release(),
  ({ world }) => void (world.frames.failure = new Error("no database")),
  ({ world }) => void (world.frames.failure = undefined),
);

const time: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  settle,
  ({ world }) => world.pass(1_000),
  ({ world }) => world.pass(6_000),
);

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: append },
    { weight: 2, arbitrary: progress },
    { weight: 5, arbitrary: hint },
    { weight: 2, arbitrary: inOrder },
    { weight: 2, arbitrary: open },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: slowClient },
    { weight: 2, arbitrary: log },
    { weight: 3, arbitrary: time },
  ),
  { maxLength: 60 },
);

Deno.test("every watcher gets every stored frame after its cursor, in order and once", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      using model = new Model();
      for (const step of steps) {
        await step(model);
        model.checkAll();
      }
      await model.calmDown();
      const seqs = model.world.frames.frames().map(({ seq }) => seq);
      for (const { after, watcher } of model.clients) {
        assert.deepEqual(watcher.storedSeqs, seqs.filter((seq) => seq > after));
      }
    }),
    { numRuns: 1000 },
  );
});
