// Where a process of the fault suite is struck, and by what. It travels in the environment of the
// suite's own program: the product knows nothing of it.

import { z } from "zod";

/** Every point that `mortal_storage.ts` can strike at. */
export const POINTS = [
  "before the schema is committed",
  "after a song is stored",
  "before a submit is committed",
  "after a submit",
  "before a claim is committed",
  "after a claim",
  "after frames of a call are stored",
  "before a file has its name",
  "after the MIDI is stored",
  "before the MIDI is published",
  "after the MIDI is published",
  "after the MP3 is stored",
  "before the settling commit",
  "after the settling commit",
  "during a heartbeat",
  "after a heartbeat",
  "before a cancel is committed",
  "after a cancel",
  "before a release is committed",
  "after a release",
  "before a reaping is committed",
  "after a reaping",
  "after files are marked as deleted",
  "after an object is deleted",
  "after orphans are told apart",
  "before old jobs are pruned",
  "after old jobs are pruned",
] as const;

export type Point = (typeof POINTS)[number];

/** `block` stops the event loop; the others are signals the process sends to itself. */
export const BLOWS = ["SIGKILL", "SIGSTOP", "block"] as const;

const faultSchema = z.object({
  FAULT_POINT: z.enum(POINTS),
  /** Which time the point is reached, from 1. */
  FAULT_COUNT: z.coerce.number().int().min(1).default(1),
  FAULT_BLOW: z.enum(BLOWS).default("SIGKILL"),
  FAULT_BLOCK_MS: z.coerce.number().int().default(0),
  /** Else SIGUSR2 arms the process. */
  FAULT_ARMED: z.enum(["true", "false"]).default("true"),
});

export type FaultEnvironment = z.input<typeof faultSchema>;

export type Fault = {
  readonly point: Point;
  /** Strikes when the chosen point is reached for the chosen time since the process was armed. */
  readonly strike: (point: Point) => void;
};

/** The fault that the environment chooses. */
export function createFault(environment: Record<string, string>): Fault {
  const fault = faultSchema.parse(environment);
  let isArmed = fault.FAULT_ARMED === "true";
  let reached = 0;
  Deno.addSignalListener("SIGUSR2", () => {
    isArmed = true;
    say("Armed");
  });
  const strike = (point: Point) => {
    if (!isArmed || point !== fault.FAULT_POINT || ++reached !== fault.FAULT_COUNT) return;
    say("Struck");
    if (fault.FAULT_BLOW === "block") return block(fault.FAULT_BLOCK_MS);
    Deno.kill(Deno.pid, fault.FAULT_BLOW);
  };
  return { point: fault.FAULT_POINT, strike };
}

function say(msg: "Armed" | "Struck"): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify({ msg })}\n`));
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
