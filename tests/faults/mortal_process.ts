// A server of the fault suite as a child process.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { eventually } from "../support/eventually.ts";
import { type Program, runProgram, runServer, type ServerProgram } from "../support/program.ts";
import type { FaultEnvironment, Point } from "./fault.ts";

const MORTAL_SERVER = fileURLToPath(import.meta.resolve("./mortal_server.ts"));
const ARGS = ["run", "-A", MORTAL_SERVER];
/** What a shell says of a process that was ended by SIGKILL. */
const KILLED = 128 + 9;
const STRIKE_TIMEOUT_MS = 60_000;

export type Fault = {
  readonly point: Point;
  /** Which time the point is reached. @default 1 */
  readonly count?: number;
  /** @default "SIGKILL" */
  readonly blow?: FaultEnvironment["FAULT_BLOW"];
  readonly blockMs?: number;
};

/** The server of a round that is struck from outside, or not at all. */
export const NEVER: Fault = { point: "before the schema is committed" };

export type MortalServer = ServerProgram & {
  /** From now on the point counts. */
  arm(): Promise<void>;
  /** Resolves when the blow has fallen. */
  untilStruck(): Promise<void>;
  /** Resolves when the process is dead, which must be of SIGKILL. */
  untilKilled(): Promise<void>;
};

/** Starts a server that can be struck at a point, once it is armed. */
export async function startMortal(
  env: Readonly<Record<string, string>>,
  fault: Fault,
): Promise<MortalServer> {
  const server = await runServer({ ...env, ...environmentOf(fault), FAULT_ARMED: "false" }, ARGS);
  const told = (msg: string) => () => assert.ok(server.lines.includes(JSON.stringify({ msg })));
  const untilStruck = () => eventually(told("Struck"), { timeoutMs: STRIKE_TIMEOUT_MS });
  return {
    ...server,
    arm: async () => {
      server.kill("SIGUSR2");
      await eventually(told("Armed"), { everyMs: 10 });
    },
    untilStruck,
    untilKilled: async () => assert.equal(await exitInTime(server), KILLED),
  };
}

/** Runs a server that is armed from its start, until it has been killed there. */
export async function dieAtStart(
  env: Readonly<Record<string, string>>,
  fault: Fault,
): Promise<void> {
  await using program = runProgram(ARGS, { env: { ...env, ...environmentOf(fault), PORT: "0" } });
  assert.equal(await exitInTime(program), KILLED, `${program.lines.at(-1)} ${program.stderr()}`);
  assert.equal(program.lines.at(-1), JSON.stringify({ msg: "Struck" }));
}

/** The exit code of a program that ends by itself; undefined when it does not in time. */
export async function exitInTime({ exit }: Program): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), STRIKE_TIMEOUT_MS);
  const code = await Promise.race([exit, promise]);
  clearTimeout(timer);
  return code;
}

function environmentOf({ point, count = 1, blow = "SIGKILL", blockMs = 0 }: Fault) {
  return {
    FAULT_POINT: point,
    FAULT_COUNT: `${count}`,
    FAULT_BLOW: blow,
    FAULT_BLOCK_MS: `${blockMs}`,
  };
}
