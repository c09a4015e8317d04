// A pulse that never bends, though the file does not know it: files converted from other formats have
// one. It is the frequency at which the onsets agree, as a comb that is moved over them.

/** Notes start at `phaseSeconds` and whole numbers of `seconds` later. */
export type SteadyPulse = { readonly seconds: number; readonly phaseSeconds: number };

/** The slowest pulse, from slow beats to quick sixteenths, that nearly all onsets keep; they are sorted. */
export function findSteadyPulse(onsetSeconds: readonly number[]): SteadyPulse | undefined {
  const first = onsetSeconds[0] ?? 0;
  const heard = sample(onsetSeconds.filter((seconds) => seconds - first < FIRST_SECONDS));
  const agreements = combAgreements(heard);
  const best = Math.max(...agreements);
  if (best < MIN_AGREEMENT) return undefined;
  const slowest = agreements.findIndex((agreement, index) =>
    agreement > best * NEARLY && agreement >= (agreements[index + 1] ?? 0)
  );
  const { hertz, turns, agreement } = refine(MIN_HERTZ + slowest * STEP_HERTZ, onsetSeconds);
  return agreement < MIN_AGREEMENT
    ? undefined
    : { seconds: 1 / hertz, phaseSeconds: turns / hertz };
}

const MIN_HERTZ = 0.8;
const MAX_HERTZ = 16;
/** The comb is found in the first stretch, and then followed to the end. */
const FIRST_SECONDS = 60;
/** Between two combs that are tried, the last onset moves by this part of a pulse. */
const RESOLUTION_TURNS = 0.2;
const STEP_HERTZ = RESOLUTION_TURNS / FIRST_SECONDS;
const MAX_SAMPLES = 200;
/** Of 1 when all onsets stand on the comb; chance stays below 0.3. */
const MIN_AGREEMENT = 0.6;
/** Twice the pulse fits as well: the slower one is meant. */
const NEARLY = 0.8;

type Comb = {
  readonly hertz: number;
  /** Where in the pulse the onsets stand, 0–1. */
  readonly turns: number;
  readonly agreement: number;
};

/** Some of the onsets, irregularly: every third of a regular rhythm would keep a pulse of its own. */
function sample(onsetSeconds: readonly number[]): number[] {
  const share = MAX_SAMPLES / onsetSeconds.length;
  return onsetSeconds.filter((_, index) => scatter(index) < share);
}

/** 0–1, like a random number. */
function scatter(index: number): number {
  const mixed = Math.imul(index + 1, 0x9e3779b1);
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0) / 0x100000000;
}

/** The agreement of each comb from the slowest on; onsets turn by a fixed angle from one to the next. */
function combAgreements(onsetSeconds: readonly number[]): Float64Array {
  const count = Math.floor((MAX_HERTZ - MIN_HERTZ) / STEP_HERTZ) + 1;
  const [sumX, sumY] = [new Float64Array(count), new Float64Array(count)];
  for (const seconds of onsetSeconds) {
    const [start, turn] = [MIN_HERTZ, STEP_HERTZ].map((hertz) => seconds * hertz * 2 * Math.PI);
    const [turnX, turnY] = [Math.cos(turn!), Math.sin(turn!)];
    let [x, y] = [Math.cos(start!), Math.sin(start!)];
    for (let comb = 0; comb < count; comb++) {
      sumX[comb]! += x;
      sumY[comb]! += y;
      const nextX = x * turnX - y * turnY;
      y = x * turnY + y * turnX;
      x = nextX;
    }
  }
  return sumX.map((x, comb) => Math.hypot(x, sumY[comb]!) / Math.max(1, onsetSeconds.length));
}

function combAt(onsetSeconds: readonly number[], hertz: number): Comb {
  let [x, y] = [0, 0];
  for (const seconds of onsetSeconds) {
    const angle = seconds * hertz % 1 * 2 * Math.PI;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const turns = Math.atan2(y, x) / (2 * Math.PI);
  return {
    hertz,
    turns: turns < 0 ? turns + 1 : turns,
    agreement: Math.hypot(x, y) / Math.max(1, onsetSeconds.length),
  };
}

const REFINEMENTS = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

/** The longer one listens, the finer the frequency: each stretch is twice as long as the one before. */
function refine(hertz: number, onsetSeconds: readonly number[]): Comb {
  const first = onsetSeconds[0]!;
  const all = onsetSeconds.at(-1)! - first;
  let best: Comb = { hertz, turns: 0, agreement: 0 };
  for (let span = FIRST_SECONDS;; span *= 2) {
    const heard = sample(onsetSeconds.filter((seconds) => seconds - first < span));
    const combs = REFINEMENTS.map((step) =>
      combAt(heard, best.hertz + step * RESOLUTION_TURNS / span)
    );
    best = combs.reduce((a, b) => b.agreement > a.agreement ? b : a);
    if (span >= all) return best;
  }
}
