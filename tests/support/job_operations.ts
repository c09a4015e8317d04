// What can happen to jobs, by chance and as data, so that a failure prints what was done.

import fc from "fast-check";
import type { Stage } from "../../src/jobs/job.ts";
import type { NewFile } from "../../src/jobs/job_store.ts";

const WORKERS = ["worker-a", "worker-b", "worker-c"] as const;
const CLIENTS = ["client-1", "client-2", "client-3"] as const;
const STAGES: readonly Stage[] = ["fetching", "generating", "converting", "storing"];

/** Held: of a job that runs. Late: of whoever ran one before. Forged: of nobody ever. */
export type FenceChoice = { readonly of: "held" | "late" | "forged"; readonly at: number };

export type Output = readonly [kind: NewFile["kind"], name: NewFile["name"]];

/** The parameters of each operation, by its name. */
export type Operations = {
  /** By the same client a cookie can be lost: it is another owner then. */
  submit: { readonly client: typeof CLIENTS[number]; readonly isNewOwner: boolean };
  claim: { readonly worker: typeof WORKERS[number]; readonly isCapped: boolean };
  /** For all it ever held, or only for what it holds no longer. */
  heartbeat: { readonly worker: typeof WORKERS[number]; readonly isLate: boolean };
  expireLease: { readonly at: number };
  endDelays: Record<string, never>;
  append: { readonly fence: FenceChoice; readonly stages: readonly Stage[] };
  saveProgress: { readonly fence: FenceChoice; readonly progress: number };
  publish: { readonly fence: FenceChoice; readonly output: Output };
  complete: { readonly fence: FenceChoice; readonly output: Output | undefined };
  fail: { readonly fence: FenceChoice };
  stopCancelled: { readonly fence: FenceChoice };
  release: {
    readonly fence: FenceChoice;
    readonly isFailure: boolean;
    readonly isDelayed: boolean;
  };
  reap: { readonly everyRunning: boolean };
  cancel: { readonly at: number };
  retry: { readonly at: number };
};

export type Name = keyof Operations;

export type Operation = { [N in Name]: { readonly do: N } & Operations[N] }[Name];

const at = fc.nat(1_000);
const worker = fc.constantFrom(...WORKERS);
const isLikely = fc.nat(4).map((chance) => chance > 0);
const output: fc.Arbitrary<Output> = fc.constantFrom(
  ["midi", null] as const,
  ["mp3", null] as const,
  ["stem", "Melody"] as const,
  ["stem", "Bass"] as const,
);
const fence: fc.Arbitrary<FenceChoice> = fc.record({
  of: fc.oneof(
    { weight: 6, arbitrary: fc.constant("held" as const) },
    { weight: 2, arbitrary: fc.constant("late" as const) },
    { weight: 1, arbitrary: fc.constant("forged" as const) },
  ),
  at,
}, { noNullPrototype: true });

const PARAMETERS: { readonly [N in Name]: fc.Arbitrary<Operations[N]> } = {
  submit: fc.record({ client: fc.constantFrom(...CLIENTS), isNewOwner: fc.boolean() }),
  claim: fc.record({ worker, isCapped: isLikely }),
  heartbeat: fc.record({ worker, isLate: fc.boolean() }),
  expireLease: fc.record({ at }),
  endDelays: fc.constant({}),
  append: fc.record({
    fence,
    stages: fc.array(fc.constantFrom(...STAGES), { minLength: 1, maxLength: 3 }),
  }),
  saveProgress: fc.record({ fence, progress: fc.nat(100) }),
  publish: fc.record({ fence, output }),
  complete: fc.record({ fence, output: fc.option(output, { nil: undefined }) }),
  fail: fc.record({ fence }),
  stopCancelled: fc.record({ fence }),
  release: fc.record({ fence, isFailure: isLikely, isDelayed: isLikely.map((is) => !is) }),
  reap: fc.record({ everyRunning: fc.nat(29).map((chance) => chance === 0) }),
  cancel: fc.record({ at }),
  retry: fc.record({ at }),
};

const WEIGHTS: { readonly [N in Name]: number } = {
  submit: 10,
  claim: 14,
  heartbeat: 3,
  expireLease: 4,
  endDelays: 2,
  append: 5,
  saveProgress: 2,
  publish: 3,
  complete: 2,
  fail: 1,
  stopCancelled: 1,
  release: 8,
  reap: 4,
  cancel: 4,
  retry: 4,
};

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    ...(Object.keys(WEIGHTS) as Name[]).map((name) => ({
      weight: WEIGHTS[name],
      arbitrary: PARAMETERS[name].map((parameters) => ({ do: name, ...parameters }) as Operation),
    })),
  ),
  { maxLength: 200, size: "max" },
);
