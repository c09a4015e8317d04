// What has to be made before anything can be measured: the load client, and the peers that run on
// Node, each as one file.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Programs = AsyncDisposable & {
  readonly watchers: string;
  /** The file Node runs for a peer. */
  nodePeer(name: NodePeer): string;
};

export type NodePeer = "ws" | "socketio";

const NODE_PEERS: readonly NodePeer[] = ["ws", "socketio"];

/** @throws {Error} that says what is missing on this machine. */
export async function makePrograms(): Promise<Programs> {
  const folder = await Deno.makeTempDir({ prefix: "orpheus-bench-" });
  const watchers = join(folder, "watchers");
  const nodePeer = (name: NodePeer) => join(folder, `${name}.mjs`);
  const remove = () => Deno.remove(folder, { recursive: true });
  try {
    await run("cc", ["-O2", "-o", watchers, fileOf("watchers.c")]);
    await run("node", ["--version"]);
    await run("taskset", ["--version"]);
    for (const name of NODE_PEERS) {
      const source = fileOf(`${name}_process.ts`);
      await run(Deno.execPath(), ["bundle", "--platform", "deno", "-o", nodePeer(name), source]);
    }
    return { watchers, nodePeer, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

export function fileOf(name: string): string {
  return fileURLToPath(new URL(`./${name}`, import.meta.url));
}

async function run(program: string, args: string[]): Promise<void> {
  const output = await new Deno.Command(program, { args, stdout: "null", stderr: "piped" })
    .output().catch((error) => {
      throw new Error(`bench:channel needs \`${program}\`: ${error.message}`);
    });
  if (output.success) return;
  throw new Error(`\`${program}\` failed: ${new TextDecoder().decode(output.stderr)}`);
}
