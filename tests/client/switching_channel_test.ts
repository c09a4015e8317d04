import assert from "node:assert/strict";
import type { Channel, Watcher } from "../../src/client/channel.ts";
import { Refusal } from "../../src/client/refusal.ts";
import { SwitchingChannel } from "../../src/client/switching_channel.ts";
import type { Job } from "../../src/client/wire.ts";
import { SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";

const NEVER = new AbortController().signal;
const REQUEST = {
  songs: ["a", "b", "c"],
  options: sampleJob().options,
  idempotencyKey: "key-1",
};

/** A channel whose requests and watches a test answers. */
class ScriptedChannel implements Channel {
  readonly keys: string[] = [];
  readonly watches: { after: number; watcher: Watcher; isStopped: boolean }[] = [];
  answer = Promise.withResolvers<Job>();

  generate(request: { idempotencyKey: string }, signal: AbortSignal): Promise<Job> {
    this.keys.push(request.idempotencyKey);
    signal.addEventListener("abort", () => this.answer.reject(signal.reason));
    return this.answer.promise;
  }

  search = () => Promise.resolve({ songs: [], nextCursor: null });
  cancel = () => Promise.resolve();

  watch(_jobId: string, after: number, watcher: Watcher): () => void {
    const watch = { after, watcher, isStopped: false };
    this.watches.push(watch);
    return () => watch.isStopped = true;
  }
}

function createWatcher() {
  const seqs: number[] = [];
  const watcher: Watcher = {
    onJob: () => {},
    onFrame: (frame) => void seqs.push(frame.seq),
    onError: () => {},
  };
  return { seqs, watcher };
}

const stage = (seq: number) => sampleFrame("stage", seq, { stage: "generating" });

Deno.test("switching moves a watch to where it was and lets nothing through twice", () => {
  const [socket, rest] = [new ScriptedChannel(), new ScriptedChannel()];
  const channel = new SwitchingChannel(socket);
  const { seqs, watcher } = createWatcher();
  channel.watch(SAMPLE_JOB_ID, 0, watcher);
  socket.watches[0]?.watcher.onFrame(stage(1));
  channel.use(rest);
  assert.equal(socket.watches[0]?.isStopped, true);
  assert.equal(rest.watches[0]?.after, 1);
  rest.watches[0]?.watcher.onFrame(stage(1));
  rest.watches[0]?.watcher.onFrame(stage(2));
  assert.deepEqual(seqs, [1, 2]);
});

Deno.test("switching to the same channel leaves the watches alone", () => {
  const socket = new ScriptedChannel();
  const channel = new SwitchingChannel(socket);
  channel.watch(SAMPLE_JOB_ID, 0, createWatcher().watcher);
  channel.use(socket);
  assert.equal(socket.watches.length, 1);
});

Deno.test("watch that was stopped does not come back with a switch", () => {
  const [socket, rest] = [new ScriptedChannel(), new ScriptedChannel()];
  const channel = new SwitchingChannel(socket);
  channel.watch(SAMPLE_JOB_ID, 0, createWatcher().watcher)();
  channel.use(rest);
  assert.equal(rest.watches.length, 0);
});

Deno.test("request that a switch overtakes is made again under the same key", async () => {
  const [socket, rest] = [new ScriptedChannel(), new ScriptedChannel()];
  const channel = new SwitchingChannel(socket);
  const answer = channel.generate(REQUEST, NEVER);
  rest.answer.resolve(sampleJob());
  channel.use(rest);
  assert.equal((await answer).jobId, SAMPLE_JOB_ID);
  assert.deepEqual([socket.keys, rest.keys], [["key-1"], ["key-1"]]);
});

Deno.test("request that is refused is not made again", async () => {
  const socket = new ScriptedChannel();
  const channel = new SwitchingChannel(socket);
  const problem = { type: "", title: "", status: 429, detail: "", code: "x", requestId: "" };
  socket.answer.reject(new Refusal(problem));
  await assert.rejects(channel.generate(REQUEST, NEVER), Refusal);
  assert.equal(socket.keys.length, 1);
});

Deno.test("request that its caller gives up is not made again", async () => {
  const [socket, rest] = [new ScriptedChannel(), new ScriptedChannel()];
  const channel = new SwitchingChannel(socket);
  const stop = new AbortController();
  const answer = channel.generate(REQUEST, stop.signal);
  stop.abort(new Error("enough"));
  channel.use(rest);
  await assert.rejects(answer, /enough/);
  assert.equal(rest.keys.length, 0);
});
