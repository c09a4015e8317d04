// The README's code, so that what it promises is what is tested.

import { join } from "node:path";
import { ROOT } from "./program.ts";

/** The first block of JavaScript that contains `text`, for a server at `url`. */
export async function readmeCode(
  text: string,
  url: string,
  path = "README.md",
): Promise<string> {
  const readme = await Deno.readTextFile(join(ROOT, path));
  const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code!);
  const block = blocks.find((code) => code.includes(text));
  if (block === undefined) throw new Error(`${path} has no code with "${text}"`);
  return block.replaceAll("localhost:3001", new URL(url).host);
}
