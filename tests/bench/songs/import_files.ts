import { join } from "node:path";
import { importTune } from "./import_tune.ts";

const FILES_PER_FOLDER = 100;

/** Fills a folder with songs of 50 KB, a hundred to an artist; seeds count from `firstSeed`. */
export async function writeImportFiles(
  folder: string,
  files: number,
  { firstSeed = 0 }: { readonly firstSeed?: number } = {},
): Promise<void> {
  for (let first = 0; first < files; first += FILES_PER_FOLDER) {
    const artist = join(folder, `Band ${first / FILES_PER_FOLDER}`);
    await Deno.mkdir(artist, { recursive: true });
    for (let file = first; file < Math.min(files, first + FILES_PER_FOLDER); file++) {
      await Deno.writeFile(join(artist, `Tune ${file}.mid`), importTune(firstSeed + file));
    }
  }
}
