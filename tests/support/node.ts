// Node 22 or later: the installed one, or the one that npm gives.

import { needProgram } from "./needed_program.ts";

const OLDEST = 22;

const isThere = await versionOf("node") >= OLDEST;
const isNpmThere = await versionOf("npx") > 0;

/** The program and its first arguments. */
export const NODE: readonly string[] = isThere ? ["node"] : ["npx", "-y", `node@${OLDEST}`];

/** The options of tests that run a program on Node. */
export const needNode = () => needProgram("Node", isThere || isNpmThere ? NODE[0] : undefined);

/** Runs a program to its end and gives the lines of its output. @throws {Error} with its errors. */
export async function runCommand(command: readonly string[], cwd: string): Promise<string[]> {
  const [program, ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program!, { args, cwd }).output();
  if (!success) throw new Error(`"${command.join(" ")}" failed: ${textOf(stderr)}`);
  return textOf(stdout).trim().split("\n");
}

/** The major version, or 0 where there is no such program. */
async function versionOf(program: string): Promise<number> {
  try {
    const { stdout } = await new Deno.Command(program, { args: ["--version"] }).output();
    return Number(/\d+/.exec(textOf(stdout))?.[0] ?? 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
