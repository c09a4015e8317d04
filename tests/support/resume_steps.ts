// What can happen to watchers, processes, hints and the log, by chance and as data, so that a
// failure prints what was done.

import fc from "fast-check";

/** A frame's place by its index in the log, or one there is not yet, or may never be. */
export type Cursor =
  | { readonly at: "frame"; readonly index: number }
  | { readonly at: "start" | "end" | "soon" | "next attempt" | "never" };

type OfClient = { readonly client: number };
type OfJob = { readonly job: number };

export type Steps = {
  /** One of those its state allows. */
  move: OfJob & { readonly index: number; readonly isHeardAt: number };
  /** One after the other, and all heard everywhere at once. */
  burst: OfJob & { readonly indexes: readonly number[] };
  /** So much that no socket can take it, or more than one page of the log. */
  flood: OfJob & { readonly of: "bytes" | "frames" };
  trim: OfJob & { readonly count: number };
  remove: OfJob;
  /** Undefined: every job has grown, or may have. */
  grow: { readonly process: number; readonly job: number | undefined };
  hint: {
    readonly process: number;
    readonly index: number;
    readonly fate: "now" | "twice" | "lost";
  };
  hearAll: { readonly process: number };
  openSocket: { readonly process: number; readonly isBatch: boolean };
  openStream: OfJob & {
    readonly process: number;
    readonly after: Cursor;
    readonly isInQuery: boolean;
  };
  openPoll: OfJob & {
    readonly process: number;
    readonly after: Cursor | undefined;
    readonly sendsTag: boolean;
  };
  subscribe: OfClient & OfJob & { readonly after: Cursor | undefined; readonly times: number };
  unsubscribe: OfClient & OfJob;
  cut: OfClient & { readonly isNoticed: boolean };
  moveTo: OfClient & { readonly process: number; readonly isNoticed: boolean };
  read: OfClient & { readonly isReading: boolean };
  reload: OfClient;
  restart: { readonly process: number; readonly isKilled: boolean };
  reads: { readonly are: "slow" | "quick" | "failing" | "well" | "answered" };
  failLook: Record<string, never>;
  pass: { readonly ms: number };
};

export type StepName = keyof Steps;
export type Step = { [N in StepName]: { readonly do: N } & Steps[N] }[StepName];

const index = fc.nat(1_000);
const client = index;
const job = fc.nat(1);
const process = fc.nat(1);
const likely = fc.nat(3).map((chance) => chance > 0);
const cursor: fc.Arbitrary<Cursor> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ at: fc.constant("frame" as const), index }) },
  {
    weight: 3,
    arbitrary: fc.record({ at: fc.constantFrom("start", "end", "soon", "next attempt", "never") }),
  },
) as fc.Arbitrary<Cursor>;
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const PARAMETERS: { readonly [N in StepName]: fc.Arbitrary<Steps[N]> } = {
  move: fc.record({ job, index, isHeardAt: fc.nat(2) }),
  burst: fc.record({ job, indexes: fc.array(index, { minLength: 2, maxLength: 8 }) }),
  flood: fc.record({ job, of: fc.constantFrom("bytes", "frames") }),
  trim: fc.record({ job, count: fc.nat(8) }),
  remove: fc.record({ job }),
  grow: fc.record({ process, job: perhaps(job) }),
  hint: fc.record({ process, index, fate: fc.constantFrom("now", "now", "twice", "lost") }),
  hearAll: fc.record({ process }),
  openSocket: fc.record({ process, isBatch: fc.boolean() }),
  openStream: fc.record({ job, process, after: cursor, isInQuery: fc.boolean() }),
  openPoll: fc.record({ job, process, after: perhaps(cursor), sendsTag: fc.boolean() }),
  subscribe: fc.record({
    client,
    job,
    after: perhaps(cursor),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  unsubscribe: fc.record({ client, job }),
  cut: fc.record({ client, isNoticed: likely }),
  moveTo: fc.record({ client, process, isNoticed: likely }),
  read: fc.record({ client, isReading: fc.boolean() }),
  reload: fc.record({ client }),
  restart: fc.record({ process, isKilled: likely }),
  reads: fc.record({ are: fc.constantFrom("slow", "quick", "failing", "well", "answered") }),
  failLook: fc.constant({}),
  pass: fc.record({ ms: fc.constantFrom(0, 25, 300, 1_000, 6_000, 25_000) }),
};

const WEIGHTS: { readonly [N in StepName]: number } = {
  move: 30,
  burst: 10,
  flood: 2,
  trim: 2,
  remove: 1,
  grow: 3,
  hint: 16,
  hearAll: 6,
  openSocket: 4,
  openStream: 4,
  openPoll: 4,
  subscribe: 10,
  unsubscribe: 2,
  cut: 6,
  moveTo: 4,
  read: 8,
  reload: 2,
  restart: 2,
  reads: 5,
  failLook: 1,
  pass: 12,
};

export const resumeSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    ...(Object.keys(WEIGHTS) as StepName[]).map((name) => ({
      weight: WEIGHTS[name],
      arbitrary: (PARAMETERS[name] as fc.Arbitrary<object>)
        .map((parameters) => ({ do: name, ...parameters }) as Step),
    })),
  ),
  { minLength: 1, maxLength: 100, size: "max" },
);
