import { join } from "node:path";
import type { Blend } from "./blend.ts";
import { drawPianoRoll } from "./piano_roll.ts";
import { encodePng } from "./png.ts";

/** Writes what there is of each blend to a folder: MIDI, piano roll, MP3. */
export async function writeBlends(
  folder: string,
  blends: readonly Blend[],
  mp3s: ReadonlyMap<Blend, Uint8Array>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const blend of blends) {
    const path = join(folder, `${blend.triple.seed} ${blend.name}`);
    await Deno.writeFile(`${path}.mid`, blend.midi);
    await Deno.writeFile(`${path}.png`, encodePng(drawPianoRoll(blend)));
    const mp3 = mp3s.get(blend);
    if (mp3) await Deno.writeFile(`${path}.mp3`, mp3);
  }
}
