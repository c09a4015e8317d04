import { median } from "../figure.ts";
import type { Compared } from "./contrast.ts";
import { measureSlowReaders, SLOW, WATCHERS } from "./measure_slow_readers.ts";
import type { Programs } from "./programs.ts";

const MAX_RATIO = 1.2;
/** What may wait for each, in the session and in its socket. */
const BOUND_MB = 1.0486 + 0.0655;

/** What some who stop reading cost the server and the others. */
export async function judgeSlowReaders(programs: Programs): Promise<Compared> {
  const slow = await measureSlowReaders(programs);
  const calmMs = median(slow.calmP99Ms);
  const name = `${SLOW} of ${WATCHERS.toLocaleString("en")} stop reading`;
  return {
    contrasts: [],
    findings: [
      {
        name: `${name}: p99 of the others, beside when all read`,
        unit: "×",
        target: { atMost: MAX_RATIO },
        samples: slow.slowP99Ms.map((p99Ms) => p99Ms / calmMs),
      },
      { name: `${name}: p99 when all read`, unit: "ms", samples: slow.calmP99Ms },
      {
        name: `${name}: missing or twice of the others`,
        unit: "frames",
        target: { atMost: 0, each: true },
        samples: [slow.missing],
      },
      {
        name: `${name}: RSS above that before`,
        unit: "MB",
        target: { atMost: Math.ceil(SLOW * BOUND_MB), each: true },
        samples: [slow.rssMaxMb - slow.rssBeforeMb],
      },
      { name: `${name}: until 4009`, unit: "s", samples: [slow.closedSeconds] },
      { name: `${name}: until freed`, unit: "s", samples: [slow.freedSeconds] },
    ],
  };
}
