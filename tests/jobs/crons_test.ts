import assert from "node:assert/strict";
import { catchUp, type Cron, runSlot, slotOf } from "../../src/jobs/crons.ts";
import type { CronSlots } from "../../src/jobs/cron_slots.ts";

const HOUR_MS = 3_600_000;
const NOW = new Date("2026-01-02T03:40:00Z");

function slotsInMemory(): CronSlots {
  const claimed = new Set<string>();
  const done = new Map<string, Date>();
  return {
    claim(name, slot) {
      const key = `${name} ${slot.toISOString()}`;
      const isFirst = !claimed.has(key);
      claimed.add(key);
      return Promise.resolve(isFirst);
    },
    done(name, slot) {
      done.set(name, slot);
      return Promise.resolve();
    },
    release(name, slot) {
      claimed.delete(`${name} ${slot.toISOString()}`);
      return Promise.resolve();
    },
    lastDone: (name) => Promise.resolve(done.get(name)),
  };
}

function cronWorld() {
  const warnings: string[] = [];
  let runs = 0;
  const cron: Cron = {
    name: "hourly",
    schedule: "15 * * * *",
    periodMs: HOUR_MS,
    offsetMs: HOUR_MS / 4,
    run: () => {
      runs++;
      return Promise.resolve();
    },
  };
  const deps = {
    slots: slotsInMemory(),
    log: { info: () => {}, warn: (message: string) => warnings.push(message) },
    workerId: "w",
    now: () => NOW,
  };
  return { cron, deps, warnings, runs: () => runs, signal: new AbortController().signal };
}

Deno.test("a slot is the last time the cron should have fired", () => {
  const { cron } = cronWorld();
  assert.equal(slotOf(cron, NOW).toISOString(), "2026-01-02T03:15:00.000Z");
  const before = new Date("2026-01-02T03:14:59Z");
  assert.equal(slotOf(cron, before).toISOString(), "2026-01-02T02:15:00.000Z");
});

Deno.test("a slot runs once though two processes fire at the same time", async () => {
  const { cron, deps, runs, signal } = cronWorld();
  await Promise.all([runSlot(cron, deps, signal), runSlot(cron, deps, signal)]);
  assert.equal(runs(), 1);
});

Deno.test("a slot missed while down is caught up once at start", async () => {
  const { cron, deps, runs, signal } = cronWorld();
  await deps.slots.done(cron.name, new Date("2026-01-01T00:15:00Z"));
  await catchUp([cron], deps, signal);
  await catchUp([cron], deps, signal);
  assert.equal(runs(), 1);
});

Deno.test("nothing is caught up when the last slot was run", async () => {
  const { cron, deps, runs, signal } = cronWorld();
  await deps.slots.done(cron.name, slotOf(cron, NOW));
  await catchUp([cron], deps, signal);
  assert.equal(runs(), 0);
});

Deno.test("a cron that fails is logged, is not done, and stops nobody", async () => {
  const { cron, deps, warnings, signal } = cronWorld();
  const failing = { ...cron, run: () => Promise.reject(new Error("disk full")) };
  await runSlot(failing, deps, signal);
  assert.deepEqual(warnings, ["A cron failed"]);
  assert.equal(await deps.slots.lastDone(cron.name), undefined);
});

Deno.test("a cron that a stop cuts short is no failure and runs at the next start", async () => {
  const { cron, deps, warnings, runs } = cronWorld();
  const stop = new AbortController();
  const stopped = {
    ...cron,
    run(signal: AbortSignal) {
      stop.abort(new Error("The server stops"));
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
  await runSlot(stopped, deps, stop.signal);
  assert.deepEqual(warnings, []);
  await catchUp([cron], deps, new AbortController().signal);
  assert.equal(runs(), 1);
});
